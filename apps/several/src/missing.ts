import { createRandom } from '@romae/core'

/** A part of the samples keeps one of its modalities alone, whichever, by the seed. */
export function withMissing<Sample extends object>(
  samples: readonly Sample[],
  part: number,
  seed: number,
): Partial<Sample>[] {
  return samples.map((sample, index) => {
    const random = createRandom(seed, 'missing', index)
    if (random.uniform() >= part) return { ...sample }
    const names = Object.keys(sample) as (keyof Sample)[]
    const kept = names[Math.floor(random.uniform() * names.length)]!
    return { [kept]: sample[kept] } as Partial<Sample>
  })
}
