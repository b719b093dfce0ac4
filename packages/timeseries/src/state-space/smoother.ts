import { factorizeCovariance, solveFactorized } from '../linear-algebra/cholesky.ts'
import { multiply, multiplySymmetric, multiplyTransposed, multiplyVector } from '../linear-algebra/products.ts'
import { type Observed, predict } from './filter.ts'
import { ForwardFilter } from './forward-filter.ts'
import type { StateSpace } from './transitions.ts'

/** What is known of a row's state from all rows. The arrays are used again for the next row. */
export interface SmoothedRow {
  readonly row: number
  readonly mean: Float64Array
  readonly covariance: Float64Array
  /**
   * Of a row that has one after it: of the later state and this one, `Cov(x', x)`, `[size, size]`. Only with
   * `lagged`.
   */
  readonly lagged: Float64Array | null
}

/** Numbers of filtered states that are held at once: of longer series the filter runs a second time, block by block. */
const MOST_HELD = 2 ** 22

/**
 * The Kalman filter, and the smoother of Rauch, Tung and Striebel (1965) after it: the exact conditional distribution of every
 * state given all that is observed. Values of a row are taken in one at a time, as their noise is independent, so that missing
 * ones are simply left out and nothing has to be inverted. The time is in proportion to the rows.
 *
 * @param visit called once a row, the last row first
 * @returns the log-likelihood of what is observed
 */
export function smooth(
  model: StateSpace,
  observed: Observed,
  visit: (row: SmoothedRow) => void,
  { lagged = false, mostHeld = MOST_HELD }: { readonly lagged?: boolean; readonly mostHeld?: number } = {},
): number {
  const { size } = model
  const rows = observed.steps.length
  const square = size * size
  const block = Math.max(2, Math.floor(mostHeld / (square + size)))
  const filter = new ForwardFilter(model, observed)
  const { state, transitionOver } = filter
  const { starts, likelihood } = filter.passBlocks(block)
  const scratch = new Float64Array(square)
  const predicted = { mean: new Float64Array(size), covariance: new Float64Array(square) }
  const held = Math.min(block, rows)
  const means = new Float64Array(held * size)
  const covariances = new Float64Array(held * square)
  const later = { mean: state.mean.slice(), covariance: state.covariance.slice() }
  const gain = new Float64Array(square)
  const factor = new Float64Array(square)
  const half = new Float64Array(square)
  const cross = new Float64Array(square)
  const difference = new Float64Array(size)
  const change = new Float64Array(size)
  for (let index = starts.length - 1; index >= 0; index--) {
    const from = index * block
    const to = Math.min(rows, from + block)
    filter.goTo(starts[index]!)
    for (let row = from; row < to; row++) {
      filter.advance(row)
      means.set(state.mean, (row - from) * size)
      covariances.set(state.covariance, (row - from) * square)
    }
    for (let row = to - 1; row >= from; row--) {
      const mean = means.subarray((row - from) * size, (row - from + 1) * size)
      const covariance = covariances.subarray((row - from) * square, (row - from + 1) * square)
      if (row === rows - 1) {
        visit({ row, mean, covariance, lagged: null })
        later.mean.set(mean)
        later.covariance.set(covariance)
        continue
      }
      const steps = observed.steps[row + 1]!
      // At the same time it is the same state.
      if (steps === 0) {
        mean.set(later.mean)
        covariance.set(later.covariance)
        visit({ row, mean, covariance, lagged: lagged ? later.covariance : null })
        continue
      }
      const over = transitionOver(steps)
      predict(over, { mean, covariance }, predicted, scratch, size)
      // The gain G = P Aᵀ P'⁻¹, row by row: P' gᵢ = A P eᵢ.
      multiplyTransposed(covariance, over.transition, size, gain)
      factorizeCovariance(predicted.covariance, factor, size)
      solveFactorized(factor, size, gain)
      for (let k = 0; k < size; k++) difference[k] = later.mean[k]! - predicted.mean[k]!
      multiplyVector(gain, difference, size, change)
      for (let k = 0; k < size; k++) mean[k]! += change[k]!
      if (lagged) multiplyTransposed(later.covariance, gain, size, cross)
      for (let k = 0; k < square; k++) scratch[k] = later.covariance[k]! - predicted.covariance[k]!
      multiply(gain, scratch, size, half)
      multiplySymmetric(half, gain, size, scratch)
      for (let k = 0; k < square; k++) covariance[k]! += scratch[k]!
      for (let k = 0; k < size; k++) covariance[k * size + k] = Math.max(covariance[k * size + k]!, 0)
      visit({ row, mean, covariance, lagged: lagged ? cross : null })
      later.mean.set(mean)
      later.covariance.set(covariance)
    }
  }
  return likelihood
}
