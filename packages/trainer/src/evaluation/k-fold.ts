import { createRandom, type Random } from '@romae/core'
import { quote } from '@romae/internal/errors'
import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import { type ClassLabel, labelTexts } from '../data/labels.ts'
import { errors } from '../errors.ts'
import { countLabels, type Unit, unitsOf } from './grouped.ts'

/** Indices of samples, each list in ascending order. */
export interface Fold {
  readonly train: readonly number[]
  readonly test: readonly number[]
}

/** What all divisions of samples take. */
export const division = {
  seed: { kind: 'integer', least: 0, default: 0, help: 'of the order in which samples are dealt' },
  stratify: { kind: 'flag', default: true, help: 'every part has about the same share of each label' },
  groups: {
    ...checkedElsewhere<readonly (string | number)[]>(),
    help:
      'what a sample belongs to, one a sample: a patient, a speaker, the series that a window is of. Samples of one group are ' +
      'always in one part; `joinGroups` makes it of several such lists',
  },
} as const satisfies Schema

const schema = {
  folds: { kind: 'integer', least: 2, required: true, help: 'how many' },
  ...division,
} as const satisfies Schema

/** How to divide samples. */
export interface KFoldOptions extends OptionsOf<typeof schema> {}

/**
 * Divides samples into folds for cross-validation: every sample is in the test part of exactly one. A pure function of its
 * arguments.
 *
 * Stratified: the samples of each label are shuffled and dealt in turn, going on where the label before ended, so that
 * folds differ by at most one sample in size and in the number of each label. With `groups` they are as even as whole groups
 * allow: the largest are dealt first, each to the fold that has the least of its labels.
 *
 * @param labels one a sample
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION`, `TRAINER_LABEL`, `TRAINER_COUNT_MISMATCH`; `TRAINER_FOLDS`
 *   where there are fewer samples (or groups) than folds, or of a label if stratified
 */
export function kFold(labels: readonly ClassLabel[], options: KFoldOptions): Fold[] {
  const { folds, seed, stratify, groups } = readOptions('kFold', schema, options)
  const units = unitsOf(stratify ? labelTexts(labels) : Array.from(labels, () => ''), groups)
  const what = groups === undefined ? 'samples' : 'groups'
  if (units.length < folds) throw errors.TRAINER_FOLDS({ of: 'the data set', what, count: units.length, folds })
  const byLabel = unitsByLabel(units)
  for (const [label, members] of byLabel) {
    if (members.length >= folds) continue
    throw errors.TRAINER_FOLDS({ of: `the label ${quote(label)}`, what, count: members.length, folds })
  }
  const random = createRandom(seed, 'k-fold')
  const foldOfUnit = groups === undefined ? dealInTurn(byLabel, folds, random) : deal(units, folds, random)
  const foldOf = new Int32Array(labels.length)
  units.forEach((unit, index) => {
    for (const sample of unit.samples) foldOf[sample] = foldOfUnit[index]!
  })
  const samples = [...labels.keys()]
  return Array.from({ length: folds }, (_, fold) => ({
    train: samples.filter((sample) => foldOf[sample] !== fold),
    test: samples.filter((sample) => foldOf[sample] === fold),
  }))
}

/** The indices of units by label, labels in the order of their text, so that it does not matter which comes first. */
function unitsByLabel(units: readonly Unit[]): [string, number[]][] {
  const byLabel = new Map<string, number[]>()
  units.forEach(({ counts }, index) => {
    for (const label of counts.keys()) {
      const members = byLabel.get(label)
      if (members === undefined) byLabel.set(label, [index])
      else members.push(index)
    }
  })
  return [...byLabel].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** @returns the fold of each unit, of which each has one sample */
function dealInTurn(byLabel: readonly [string, number[]][], folds: number, random: Random): Int32Array {
  const foldOf = new Int32Array(byLabel.reduce((sum, [, members]) => sum + members.length, 0))
  let dealt = 0
  for (const [label, members] of byLabel) {
    for (const unit of random.fork(label).shuffle(Int32Array.from(members))) foldOf[unit] = dealt++ % folds
  }
  return foldOf
}

/**
 * With n the samples of a label in a fold and N all of the label, the sum of (n / N)² over labels and folds is least where
 * every fold has the same share of each. A unit with u of the label adds (2 n u + u²) / N²: it goes where that is least.
 *
 * @returns the fold of each unit
 */
function deal(units: readonly Unit[], folds: number, random: Random): Int32Array {
  const totals = countLabels(units)
  const shuffled = random.fork('groups').shuffle(Int32Array.from(units.keys()))
  const largestFirst = [...shuffled].sort((a, b) => units[b]!.samples.length - units[a]!.samples.length)
  const parts = Array.from({ length: folds }, () => ({ size: 0, counts: new Map<string, number>() }))
  const foldOf = new Int32Array(units.length)
  for (const index of largestFirst) {
    const { counts, samples } = units[index]!
    const costs = parts.map((part) => {
      let cost = 0
      for (const [label, count] of counts) cost += ((part.counts.get(label) ?? 0) * count) / totals.get(label)! ** 2
      return cost
    })
    const least = Math.min(...costs)
    const fold = parts.reduce(
      (best, { size }, at) => (costs[at] === least && (best === -1 || size < parts[best]!.size) ? at : best),
      -1,
    )
    const part = parts[fold]!
    part.size += samples.length
    for (const [label, count] of counts) part.counts.set(label, (part.counts.get(label) ?? 0) + count)
    foldOf[index] = fold
  }
  return foldOf
}
