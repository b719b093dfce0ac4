import { holdOut as divide, RomaeError } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { selectSamples } from '../samples/sample-list.ts'
import { selectKeys } from '../splits/sample-keys.ts'
import type { SampleSet } from './host-modality.ts'
import { strataOf } from './label-sets.ts'

/** Some of a set's samples, in the order of `indices`. */
export function select<Sample>(set: SampleSet<Sample>, indices: readonly number[]): SampleSet<Sample> {
  return {
    ...set,
    samples: selectSamples(set.samples, indices),
    ids: indices.map((index) => set.ids[index]!),
    labels: indices.map((index) => set.labels[index]),
    ...(set.labelSets !== undefined && { labelSets: indices.map((index) => set.labelSets![index]) }),
    ...(set.preview !== undefined && { preview: (place: number) => set.preview!(indices[place]!) }),
    ...(set.keys !== undefined && { keys: selectKeys(set.keys, indices) }),
  }
}

/** What is held out of a set. */
export interface HeldOut {
  /** Of the samples. Each class keeps at least one for training. */
  readonly fraction: number
  readonly seed: number
  /** Of classes the same part each, or of all. */
  readonly by: 'class' | 'all'
  /** What for: each purpose has a random stream of its own. */
  readonly purpose: 'test' | 'validation'
  /** One a sample: those of one group are in one part. Null: each stands by itself. */
  readonly groups: readonly number[] | null
}

/**
 * Divides labelled samples for training and something else, at random but by the seed: the trainer's `holdOut`.
 *
 * @returns indices
 * @throws RomaeError `APP_NOTHING_LEFT` where one of the two is empty
 */
export function divideSet<Sample>(
  set: SampleSet<Sample>,
  { fraction, seed, by, purpose, groups }: HeldOut,
): { train: readonly number[]; held: readonly number[] } {
  const labels = strataOf(set)
  const options = { fraction, seed, stratify: by === 'class', purpose, ...(groups !== null && { groups }) }
  try {
    const { train, test } = divide(labels, options)
    return { train, held: test }
  } catch (cause) {
    if (!RomaeError.isInstance(cause, 'TRAINER_HOLD_OUT')) throw cause
    const units = groups === null ? null : new Set(groups).size
    throw errors.APP_NOTHING_LEFT({ samples: set.samples.length, groups: units, fraction, purpose })
  }
}

/** The same for a set of which no samples belong together. */
export function holdOut<Sample>(
  set: SampleSet<Sample>,
  fraction: number,
  seed: number,
  by: 'class' | 'all',
  purpose: 'test' | 'validation',
): { train: SampleSet<Sample>; held: SampleSet<Sample> } {
  const { train, held } = divideSet(set, { fraction, seed, by, purpose, groups: null })
  return { train: select(set, train), held: select(set, held) }
}
