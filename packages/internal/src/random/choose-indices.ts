import type { Random } from './random.ts'

/**
 * Chooses `count` of the indices `0 … length - 1`, each set equally likely: the first steps of a Fisher-Yates shuffle.
 */
export function chooseIndices(length: number, count: number, random: Random): Uint32Array {
  const indices = Uint32Array.from({ length }, (_, index) => index)
  for (let index = 0; index < count; index++) {
    const other = index + random.integer(length - index)
    const chosen = indices[other]!
    indices[other] = indices[index]!
    indices[index] = chosen
  }
  return indices.subarray(0, count)
}
