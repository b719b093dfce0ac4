import { createRandom } from '@romae/core'

/** What is hidden in the passes over one sample. */
export interface MaskingPlan {
  /** About the fraction that is hidden at a time: above 0 and below 1. */
  readonly maskRatio: number
  /** Tokens one after the other that are hidden together. */
  readonly block: number
  readonly seed: number
  /** The sample, and which time it is gone through. */
  readonly sample: number
  readonly round: number
}

/**
 * Masks by which every token is hidden at least once and something is always visible: blocks of tokens are dealt to groups at random,
 * and a pass hides one group, or, where more than half is to be hidden, shows one.
 *
 * Blocks begin elsewhere in each round, and are shorter where a sample has fewer than two of them.
 *
 * @returns `[pass][length]`, 1 = masked; no pass for a sample of one token, of which nothing else could be seen
 */
export function complementaryMasks(length: number, plan: MaskingPlan): Uint8Array[] {
  if (length < 2) return []
  const { maskRatio, seed, sample, round } = plan
  const block = Math.min(plan.block, Math.ceil(length / 2))
  const random = createRandom(seed, 'complementary masks', sample, round)
  const shift = random.integer(block)
  const blockOf = Int32Array.from({ length }, (_, token) => Math.floor((token + shift) / block))
  const blocks = blockOf.at(-1)! + 1
  const isShown = maskRatio > 0.5
  const groups = Math.min(blocks, Math.max(2, Math.round(1 / (isShown ? 1 - maskRatio : maskRatio))))
  const order = random.shuffle(Int32Array.from({ length: blocks }, (_, one) => one))
  const groupOf = new Int32Array(blocks)
  for (const [place, one] of order.entries()) groupOf[one] = place % groups
  return Array.from({ length: groups }, (_, group) =>
    Uint8Array.from(blockOf, (one) => Number((groupOf[one] === group) !== isShown)),
  )
}
