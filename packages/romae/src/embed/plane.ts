import { createRandom } from '@romae/core'
import { errors } from '../errors.ts'

/** Fewer points have no neighbourhood. */
const LEAST_POINTS = 4

/**
 * Vectors as points on a plane, by UMAP (McInnes et al. 2018): what is near each other there is so here, as far as two axes allow; axes,
 * and distances between far groups, mean nothing. The library is loaded on first use.
 *
 * @param neighbours that each point is to stay near to; of fewer points all others
 * @returns `[point][2]`, the same for the same seed
 * @throws RomaeError `APP_MAP_POINTS` for fewer than four
 */
export async function onPlane(
  vectors: readonly Float32Array[],
  { neighbours, seed }: { readonly neighbours: number; readonly seed: number },
): Promise<readonly (readonly number[])[]> {
  if (vectors.length < LEAST_POINTS) throw errors.APP_MAP_POINTS({ count: vectors.length, least: LEAST_POINTS })
  const { UMAP } = await import('umap-js')
  const random = createRandom(seed, 'map')
  const nNeighbors = Math.min(neighbours, vectors.length - 1)
  return new UMAP({ nComponents: 2, nNeighbors, random: () => random.uniform() }).fit(vectors.map((one) => [...one]))
}
