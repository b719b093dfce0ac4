import { threefry2x32 } from './threefry.ts'

/** Successive blocks of a stream: two words each. */
export interface Blocks {
  readonly key: readonly [number, number]
  /** The counter of the first, lower and upper half. The lower half must not overflow within the blocks that are drawn. */
  readonly low: number
  readonly high: number
}

/** What a word becomes: `kept` where its upper 31 bits are at least `threshold`, else 0. */
export interface KeepRule {
  /** Up to 2^31. */
  readonly threshold: number
  readonly kept: number
}

/** The word, or what the rule makes of it. */
export function applyRule(word: number, rule: KeepRule | null): number {
  if (rule === null) return word
  // All ones where the bits are below the threshold: a branch would be guessed wrongly at every drop.
  const drop = ((word >>> 1) - rule.threshold) >> 31
  return rule.kept & ~drop
}

/** Fills an even number of words. */
export function fillBlocks(words: Uint32Array, { key: [key0, key1], low, high }: Blocks, rule: KeepRule | null): void {
  for (let place = 0; place < words.length; place += 2) {
    threefry2x32(key0, key1, (low + place / 2) | 0, high, words, place)
  }
  if (rule !== null) for (let place = 0; place < words.length; place++) words[place] = applyRule(words[place]!, rule)
}
