import { prefetch } from './prefetch.ts'

/** Samples that are decoded in advance while the ones before them are used. */
const AHEAD = 3

/** All samples of an array, or of a list that makes each when it is asked for: in order, a few ahead. */
export async function* inOrder<Sample>(
  samples: readonly Sample[] | { readonly length: number; sample(index: number): Sample | Promise<Sample> },
): AsyncGenerator<Sample, void, void> {
  if (!('sample' in samples)) return yield* samples
  const indices = Array.from({ length: samples.length }, (_, index) => index)
  for await (const { made } of prefetch(indices, async (index) => samples.sample(index), AHEAD)) yield made
}
