import { quote } from '@romae/internal/errors'
import { errors } from '../errors.ts'
import type { SampleSet } from '../modality/host-modality.ts'
import { labelsOf, numbersOf, type Task } from '../modality/targets.ts'
import type { Splits } from './divide.ts'
import type { Split } from './split.ts'
import { some } from './split-notes.ts'

/** A class with at most this many samples can neither be learned nor evaluated. */
const FEW_SAMPLES = 2
/** What part of the squared deviations of labels few of them make where a few decide; see `labelScaleNote`. */
const DECISIVE = 0.8
const FEW = 0.02
const LEAST_LABELS = 8

/**
 * Compares all labels with those of the training split before anything is trained: a class that is missing there cannot be
 * predicted, and a target must be a number.
 *
 * @returns what the user should know of the labels
 * @throws RomaeError `APP_UNKNOWN_CLASS`, `APP_LABEL_NOT_NUMBER`
 */
export function checkLabels<Sample>(task: Task, splits: Splits<Sample>, name: string): string[] {
  const { train, validation, test } = splits
  const all = [train, ...(validation === null ? [] : [validation]), test]
  if (task === 'regression') {
    const [numbers] = all.map(({ set }) => numbersOf(labelsOf(set), set.ids))
    return labelScaleNote(numbers!, train.set)
  }
  const ofTraining = countLabels([train])
  const classes = train.set.classes ?? [...ofTraining.keys()]
  if (validation !== null) checkClasses(validation.set, classes, 'to choose by', name)
  checkClasses(test.set, classes, 'to test', name)
  return [...unlearned(classes, ofTraining, countLabels(all)), ...rare(countLabels(all)), ...untested(classes, test)]
}

/** @throws RomaeError `APP_UNKNOWN_CLASS` */
export function checkClasses<Sample>(
  set: SampleSet<Sample>,
  classes: readonly string[],
  what: string,
  name: string,
): void {
  const known = new Set(classes)
  const unknown = namesOf(set).flatMap((names, index) => {
    const label = names.find((name) => !known.has(name))
    return label === undefined ? [] : [{ index, label }]
  })
  const [first] = unknown
  if (first === undefined) return
  const found = { id: set.ids[first.index]!, label: first.label, count: unknown.length, of: set.ids.length }
  throw errors.APP_UNKNOWN_CLASS({ what, name, ...found, classes })
}

/** The classes of each sample: one, or as many as it has. */
function namesOf<Sample>(set: SampleSet<Sample>): readonly (readonly string[])[] {
  return set.labelSets === undefined
    ? labelsOf(set).map((label) => [label])
    : set.labelSets.map((labels) => labels!.has)
}

function countLabels<Sample>(splits: readonly Split<Sample>[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const label of splits.flatMap(({ set }) => namesOf(set).flat())) counts.set(label, (counts.get(label) ?? 0) + 1)
  return counts
}

/** Notes classes that files list and of which the training split has no sample. */
function unlearned(
  classes: readonly string[],
  ofTraining: ReadonlyMap<string, number>,
  ofAll: ReadonlyMap<string, number>,
): string[] {
  const absent = classes.filter((label) => !ofTraining.has(label))
  if (absent.length === 0) return []
  const others = absent.filter((label) => ofAll.has(label))
  const where = others.length === 0 ? '' : `; there are some of ${some(others)} elsewhere, which it cannot find`
  return [`training has no sample of ${absent.length} of ${classes.length} classes: ${some(absent)}${where}`]
}

function rare(counts: ReadonlyMap<string, number>): string[] {
  const few = [...counts].filter(([, count]) => count <= FEW_SAMPLES)
  if (few.length === 0) return []
  const shown = few.slice(0, 5).map(([label, count]) => `${quote(label)} (${count})`)
  const rest = few.length > shown.length ? `, and ${few.length - shown.length} more` : ''
  return [`there are classes of one or two samples: ${shown.join(', ')}${rest}`]
}

/** Notes classes without any test sample. */
export function untested<Sample>(classes: readonly string[], { set }: Pick<Split<Sample>, 'set'>): string[] {
  const tested = new Set(namesOf(set).flat())
  const absent = classes.filter((label) => !tested.has(label))
  return absent.length === 0
    ? []
    : [`there is no sample to test of ${absent.length} of ${classes.length} classes: ${some(absent)}`]
}

/** Notes a scale of targets that a few outliers determine, so that all other targets become nearly equal. */
function labelScaleNote<Sample>(numbers: readonly number[], { ids, labels }: SampleSet<Sample>): string[] {
  const sorted = numbers.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)]!
  const distance = (value: number) => Math.abs(value - median)
  const farthest = [...numbers.keys()].sort((a, b) => distance(numbers[b]!) - distance(numbers[a]!))
  // In units of the largest deviation, because squares could overflow.
  const largest = distance(numbers[farthest[0]!]!)
  if (numbers.length < LEAST_LABELS || largest === 0) return []
  const squares = farthest.map((index) => (distance(numbers[index]!) / largest) ** 2)
  const sum = squares.reduce((total, square) => total + square, 0)
  let [few, made] = [0, 0]
  while (made < DECISIVE * sum) made += squares[few++]!
  if (few > Math.max(1, FEW * numbers.length)) return []
  const shown = farthest.slice(0, Math.min(3, few)).map((index) => `${labels[index]} of ${quote(ids[index]!)}`)
  return [`${few} of ${numbers.length} labels decide the scale that targets are brought to: ${shown.join(', ')}`]
}
