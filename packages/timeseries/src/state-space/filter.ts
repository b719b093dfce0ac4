import { multiply, multiplySymmetric, multiplyVector } from '../linear-algebra/products.ts'
import type { StateSpace, Transition } from './transitions.ts'

/** What is observed of one series: rows some steps apart. */
export interface Observed {
  /** `[row]`: steps from the row before; of the first row of no meaning. 0: at the same time. */
  readonly steps: Float64Array
  /** `[row, size]`, NaN where nothing is observed. */
  readonly values: Float64Array
}

/** Told of each value that the filter takes in: what it knew before it, which is used again afterwards. */
export interface Taken {
  /**
   * @param column of the state's covariance, of the value's channel
   * @param variance of the value
   * @param error what it was beside the mean
   */
  add(channel: number, column: Float64Array, variance: number, error: number): void
}

/** The distribution of a state. */
export interface State {
  readonly mean: Float64Array
  readonly covariance: Float64Array
}

/** `A m`, and `A P Aᵀ + Q`. */
export function predict(
  { transition, innovation }: Transition,
  state: State,
  out: State,
  scratch: Float64Array,
  size: number,
) {
  multiplyVector(transition, state.mean, size, out.mean)
  multiply(transition, state.covariance, size, scratch)
  multiplySymmetric(scratch, transition, size, out.covariance)
  for (let index = 0; index < innovation.length; index++) out.covariance[index]! += innovation[index]!
}

/**
 * Takes in the values of a row. What is subtracted from the covariance is the same number on both sides of the diagonal, so
 * that it stays symmetric; the noise keeps it positive.
 *
 * @param taken what is told of each value, for a smoother
 * @returns their log-likelihood
 */
export function update(
  { mean, covariance }: State,
  values: Float64Array,
  row: number,
  { size, noise }: StateSpace,
  taken: Taken | null,
): number {
  let likelihood = 0
  const column = new Float64Array(size)
  for (let channel = 0; channel < size; channel++) {
    const value = values[row * size + channel]!
    if (Number.isNaN(value)) continue
    for (let k = 0; k < size; k++) column[k] = covariance[k * size + channel]!
    const variance = column[channel]! + noise[channel]!
    const error = value - mean[channel]!
    taken?.add(channel, column, variance, error)
    likelihood -= (Math.log(2 * Math.PI * variance) + (error * error) / variance) / 2
    for (let k = 0; k < size; k++) {
      const gain = column[k]! / variance
      mean[k]! += gain * error
      for (let other = 0; other < k; other++) {
        const lower = covariance[k * size + other]! - gain * column[other]!
        covariance[k * size + other] = lower
        covariance[other * size + k] = lower
      }
      covariance[k * size + k] = Math.max(0, covariance[k * size + k]! - gain * column[k]!)
    }
  }
  return likelihood
}
