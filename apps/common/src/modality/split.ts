import { createRandom } from '@romae/core'
import { errors } from '../errors.ts'
import { selectSamples } from '../samples/sample-list.ts'
import type { SampleSet } from './modality.ts'

const streams = { test: 'held-out', validation: 'validation' } as const

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
 * Divides labelled samples for training and something else, at random but by the seed, and of classes the same part each.
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
  const groups = new Map<string, number[]>()
  set.labels.forEach((label, index) => {
    const name = by === 'class' ? label! : ''
    const members = groups.get(name)
    if (members === undefined) groups.set(name, [index])
    else members.push(index)
  })
  const chosen = new Set<number>()
  for (const [name, members] of groups) {
    const order = createRandom(seed, streams[purpose], name).shuffle(Int32Array.from(members))
    const count = Math.min(Math.round(fraction * members.length), members.length - 1)
    for (const index of order.subarray(0, count)) chosen.add(index)
  }
  const indices = [...set.labels.keys()]
  const [train, held] = [indices.filter((index) => !chosen.has(index)), indices.filter((index) => chosen.has(index))]
  if (train.length === 0 || held.length === 0) {
    throw errors.APP_NOTHING_LEFT({ samples: set.samples.length, fraction, purpose })
  }
  return { train: select(set, train), held: select(set, held) }
}
