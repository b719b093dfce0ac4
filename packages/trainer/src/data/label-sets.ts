import { quote } from '@romae/internal/errors'
import { errors } from '../errors.ts'
import { type ClassLabel, checkClasses, labelTexts, sortedLabels } from './labels.ts'
import { type NameOf, numbered } from './sample-names.ts'

/**
 * What is known of a sample that may have several labels, or none: those that it has, as a list; or with `unknown`, of which nobody
 * knows whether it has them. It does not have the others.
 */
export type LabelSet =
  | readonly ClassLabel[]
  | { readonly has: readonly ClassLabel[]; readonly unknown: readonly ClassLabel[] }

/** What `labels` hold: one class of each sample, or sets. */
export type Labels = readonly ClassLabel[] | readonly LabelSet[]

/** What a sample is to a class, in the rows of {@link memberships}. */
export const MEMBER = { not: 0, is: 1, unknown: -1 } as const

/** Whether labels are sets; the first tells. */
export function areLabelSets(labels: Labels): labels is readonly LabelSet[] {
  return typeof labels[0] === 'object' && labels[0] !== null
}

/** Sets of labels with their classes. */
export interface Memberships {
  readonly classes: readonly string[]
  /** `[samples x classes]`: 1 where a sample has the label, 0 where it does not, -1 where that is not known. */
  readonly values: Float32Array
}

/**
 * Checks sets of labels, and compares them with the classes.
 *
 * @param given all class names in order; absent: those that are in any set, sorted
 * @throws RomaeError `TRAINER_LABEL`, `TRAINER_LABEL_SET`, `TRAINER_UNKNOWN_LABEL`, `TRAINER_OPTION`
 */
export function memberships(
  labels: readonly LabelSet[],
  given: readonly ClassLabel[] | undefined,
  nameOf: NameOf = numbered,
): Memberships {
  const sets = Array.from(labels, (set, index) => readSet(set, index, nameOf))
  const classes =
    given === undefined
      ? sortedLabels(new Set(sets.flatMap(({ has, unknown }) => [...has, ...unknown])))
      : checkClasses(given, 1)
  if (classes.length === 0) {
    throw errors.TRAINER_LABEL_SET({ sample: 'every sample', reason: 'has no label at all: give classes to name them' })
  }
  const places = new Map(classes.map((label, place) => [label, place]))
  const values = new Float32Array(sets.length * classes.length)
  sets.forEach(({ has, unknown }, index) => {
    const mark = (names: readonly string[], value: number) => {
      for (const label of names) {
        const place = places.get(label)
        if (place === undefined) throw errors.TRAINER_UNKNOWN_LABEL({ sample: nameOf(index), index, label, classes })
        values[index * classes.length + place] = value
      }
    }
    mark(has, MEMBER.is)
    mark(unknown, MEMBER.unknown)
    if (unknown.length < classes.length) return
    const reason = 'nothing is known of any of its classes: leave it out'
    throw errors.TRAINER_LABEL_SET({ sample: nameOf(index), reason })
  })
  return { classes, values }
}

function readSet(set: LabelSet, index: number, nameOf: NameOf): Record<'has' | 'unknown', readonly string[]> {
  const sample = nameOf(index)
  const wrong = (reason: string) => errors.TRAINER_LABEL_SET({ sample, reason })
  // Data come from plain JavaScript too.
  if (typeof set !== 'object' || set === null) {
    throw wrong(`has ${quote(set)} where others have a list: give each a list of labels, or each one label`)
  }
  const textsOf = (list: unknown) => {
    if (!Array.isArray(list)) throw wrong('needs a list of labels, or { has, unknown } of two lists')
    return labelTexts(list, () => `a label of ${sample}`)
  }
  const [has, unknown] = 'has' in set ? [textsOf(set.has), textsOf(set.unknown)] : [textsOf(set), []]
  const seen = new Set<string>()
  for (const label of [...has, ...unknown]) {
    if (seen.has(label)) throw wrong(`has the label ${quote(label)} twice`)
    seen.add(label)
  }
  return { has, unknown }
}

/**
 * Weights by which samples that have a label count as much as those that do not, over the data: samples without / samples with.
 *
 * @throws RomaeError `TRAINER_OPTION` for a label that no sample has, whose weight would be infinite, or every sample
 */
export function balancedPositiveWeights({ classes, values }: Memberships): number[] {
  const counts = classes.map(() => ({ with: 0, without: 0 }))
  values.forEach((value, at) => {
    const count = counts[at % classes.length]!
    if (value === MEMBER.is) count.with++
    else if (value === MEMBER.not) count.without++
  })
  return counts.map((count, place) => {
    if (count.with > 0 && count.without > 0) return count.without / count.with
    const found = `balanced, and ${count.with === 0 ? 'no' : 'every'} sample has the label "${classes[place]}"`
    throw errors.TRAINER_OPTION({ key: 'classWeights', found, expected: 'one number a class where none balances them' })
  })
}
