import { chooseIndices, type Random } from '@romae/internal/random'

/** A mask of `length` points, `observed` of which are seen (0) and the others are to be predicted (1 = masked). */
export function observedMask(length: number, observed: number, random: Random): Uint8Array {
  const mask = new Uint8Array(length).fill(1)
  for (const index of chooseIndices(length, observed, random)) mask[index] = 0
  return mask
}
