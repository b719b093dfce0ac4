import type { Tokens } from '@romae/tokenizer'

/** The farthest that two positions of one sample are apart on an axis. */
export function farthestOn(samples: readonly Tokens[], axis: number, axes: number): number {
  let farthest = 0
  for (const { positions, length } of samples) {
    let [least, most] = [Infinity, -Infinity]
    for (let token = 0; token < length; token++) {
      const position = positions[token * axes + axis]!
      least = Math.min(least, position)
      most = Math.max(most, position)
    }
    if (most - least > farthest) farthest = most - least
  }
  return farthest
}
