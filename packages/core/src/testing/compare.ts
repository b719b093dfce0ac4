import type { Tensor } from '@tensorflow/tfjs-core'

/** The largest difference of two tensors of one shape, relative to the largest number of the second (at least 1e-3). */
export function relativeDifference(got: Tensor, expected: Tensor): number {
  if (got.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY
  return relativeError(got.dataSync(), expected.dataSync())
}

/** The same for arrays of numbers. Not a number unless all numbers are. */
export function relativeError(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY
  let difference = 0
  let scale = 1e-3
  for (let index = 0; index < expected.length; index++) {
    // Math.max keeps NaN, so that NaN fails every comparison.
    difference = Math.max(difference, Math.abs(got[index]! - expected[index]!))
    scale = Math.max(scale, Math.abs(expected[index]!))
  }
  return difference / scale
}
