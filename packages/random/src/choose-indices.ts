import { threefry, type Words } from './threefry.ts'

/**
 * Chooses `count` of the indices `0 … length − 1`, each set equally likely: the first steps of a Fisher–Yates shuffle.
 * The same key gives the same choice.
 */
export function chooseIndices(length: number, count: number, key: Words): Uint32Array {
  const indices = Uint32Array.from({ length }, (_, index) => index)
  for (let index = 0; index < count; index++) {
    const [word] = threefry(key, [index, 0])
    // A 32-bit fraction: the bias is below length / 2³².
    const other = index + Math.floor((word / 2 ** 32) * (length - index))
    const chosen = indices[other]!
    indices[other] = indices[index]!
    indices[index] = chosen
  }
  return indices.subarray(0, count)
}
