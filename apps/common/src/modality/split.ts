import { holdOut as divide, RomaeError } from '@romae/trainer'
import { errors } from '../errors.ts'
import { selectSamples } from '../samples/sample-list.ts'
import type { SampleSet } from './modality.ts'

/** Some of a set's samples, in its order. */
function select<Sample>(set: SampleSet<Sample>, indices: readonly number[]): SampleSet<Sample> {
  return {
    ...set,
    samples: selectSamples(set.samples, indices),
    ids: indices.map((index) => set.ids[index]!),
    labels: indices.map((index) => set.labels[index]),
  }
}

/**
 * Divides labelled samples for training and something else, at random but by the seed, and of classes the same part each:
 * the trainer's `holdOut`.
 *
 * @param fraction of the samples that are held out; each class keeps at least one for training
 * @param purpose what they are held out for: each has a random stream of its own
 * @throws RomaeError `APP_NOTHING_LEFT` where one of the two is empty
 */
export function holdOut<Sample>(
  set: SampleSet<Sample>,
  fraction: number,
  seed: number,
  by: 'class' | 'all',
  purpose: 'test' | 'validation',
): { train: SampleSet<Sample>; held: SampleSet<Sample> } {
  const labels = set.labels.map((label) => label ?? '')
  try {
    const { train, test } = divide(labels, { fraction, seed, stratify: by === 'class', purpose })
    return { train: select(set, train), held: select(set, test) }
  } catch (cause) {
    if (!RomaeError.isInstance(cause, 'TRAINER_HOLD_OUT')) throw cause
    throw errors.APP_NOTHING_LEFT({ samples: set.samples.length, fraction, purpose })
  }
}
