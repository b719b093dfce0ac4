import { createRandom } from '@romae/core'
import { checkKeys, requireChoice, requireInteger } from '../check-options.ts'
import { errors } from '../errors.ts'

/** Indices of samples, each list in ascending order. */
export interface Fold {
  readonly train: readonly number[]
  readonly test: readonly number[]
}

/** How to divide samples. */
export interface KFoldOptions {
  /** How many folds: at least 2. */
  readonly folds: number
  /** Of the order in which samples are dealt. Default 0. */
  readonly seed?: number
  /** Every fold has about the same share of each label. Default true. */
  readonly stratify?: boolean
}

/**
 * Divides samples into folds for cross-validation: every sample is in the test part of exactly one. A pure function of its
 * arguments.
 *
 * Stratified: the samples of each label are shuffled and dealt in turn, going on where the label before ended, so that
 * folds differ by at most one sample in size and in the number of each label.
 *
 * @param labels one a sample
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION`; `TRAINER_FOLDS` where there are fewer samples than folds,
 *   or of a label if stratified
 */
export function kFold(labels: readonly string[], options: KFoldOptions): Fold[] {
  checkKeys('kFold', options, ['folds', 'seed', 'stratify'] satisfies (keyof KFoldOptions)[])
  const folds = requireInteger('folds', options.folds, 2)
  const seed = requireInteger('seed', options.seed ?? 0, 0)
  const stratify = requireChoice('stratify', options.stratify ?? true, [true, false])
  if (labels.length < folds) throw errors.TRAINER_FOLDS({ what: 'the data set', samples: labels.length, folds })
  const random = createRandom(seed, 'k-fold')
  const foldOf = new Int32Array(labels.length)
  let dealt = 0
  for (const [label, members] of groupsOf(stratify ? labels : labels.map(() => ''))) {
    if (members.length < folds) {
      throw errors.TRAINER_FOLDS({ what: `the label "${label}"`, samples: members.length, folds })
    }
    for (const sample of random.fork(label).shuffle(Int32Array.from(members))) foldOf[sample] = dealt++ % folds
  }
  const samples = [...labels.keys()]
  return Array.from({ length: folds }, (_, fold) => ({
    train: samples.filter((sample) => foldOf[sample] !== fold),
    test: samples.filter((sample) => foldOf[sample] === fold),
  }))
}

/** Samples by label, labels in the order of their text, so that it does not matter which comes first. */
function groupsOf(labels: readonly string[]): [string, number[]][] {
  const groups = new Map<string, number[]>()
  for (const [sample, label] of labels.entries()) {
    const group = groups.get(label)
    if (group === undefined) groups.set(label, [sample])
    else group.push(sample)
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}
