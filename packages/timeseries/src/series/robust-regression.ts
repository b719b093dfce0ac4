import { median, quantile } from '@romae/internal/statistics'
import { factorize, solveFactorized } from '../linear-algebra/cholesky.ts'

/** A column of a regression, and how much its coefficient is held back. */
export interface Regressor {
  readonly column: Float64Array
  readonly ridge: number
}

export interface RobustFit {
  readonly level: number
  readonly coefficients: Float64Array
  readonly residuals: Float64Array
  /** What the residuals spread by: the standard deviation, were they normal. */
  readonly scale: number
}

/**
 * Residuals beyond so many scales count less (Huber 1964). The scale is that of the 90 % nearest: the usual one, by the median,
 * takes the wet days of a dry town for errors. So up to a tenth of the values may be wrong by any amount.
 */
export const THRESHOLD = 3
const NEAREST = 0.9
/** Of a normal distribution, the 95 % quantile: within it on both sides lie 90 %. */
const NORMAL = 1.6449
/**
 * The ridge of a column of weight 1, as a part of the number of values: it takes a five hundredth off a wave that is seen
 * everywhere, and what is seen nowhere stays near 0.
 */
const RIDGE = 1e-3
const MOST_ITERATIONS = 20
const TOLERANCE = 1e-6

/**
 * Least squares with Huber's weights, by iteration, and a ridge: `values ≈ level + Σ coefficient · column`.
 *
 * @param values finite; of none everything is 0
 */
export function robustRegression(values: Float64Array, regressors: readonly Regressor[]): RobustFit {
  const size = regressors.length + 1
  const center = values.length === 0 ? 0 : median(values)
  const centered = values.map((value) => value - center)
  const unit = scaleOf(centered)
  const alone = { level: center, coefficients: new Float64Array(size - 1), residuals: centered, scale: unit }
  if (!(unit > 0 && unit < Infinity)) return alone
  // In units of their own, so that neither the ridge nor a tolerance depends on what values are measured in.
  const target = centered.map((value) => value / unit)
  const columns = [new Float64Array(values.length).fill(1), ...regressors.map(({ column }) => column)]
  const ridge = Math.max(1, RIDGE * values.length)
  const ridges = [0, ...regressors.map((regressor) => ridge * regressor.ridge)]
  let solution = new Float64Array(size)
  let residuals = target
  let scale = 1
  for (let iteration = 0; iteration < MOST_ITERATIONS && scale > 0; iteration++) {
    const weights = residuals.map((residual) => Math.min(1, (THRESHOLD * scale) / Math.abs(residual)))
    const next = weightedLeastSquares(target, columns, ridges, weights)
    if (next === null) break
    const change = next.reduce(
      (most, coefficient, index) => Math.max(most, Math.abs(coefficient - solution[index]!)),
      0,
    )
    solution = next
    residuals = target.map((value, row) => value - dotRow(columns, solution, row))
    scale = scaleOf(residuals)
    if (change < TOLERANCE) break
  }
  const fit = { level: center + unit * solution[0]!, coefficients: solution.subarray(1).map((one) => unit * one) }
  const isSound = Number.isFinite(fit.level) && fit.coefficients.every(Number.isFinite)
  return isSound ? { ...fit, residuals: residuals.map((one) => unit * one), scale: unit * scale } : alone
}

/**
 * What values about 0 spread by: their standard deviation, if they were normal, by the nine tenths nearest to 0. Of the sparse, such
 * as rain of a desert, whose nine tenths are all 0, the root of the mean square.
 */
export function scaleOf(residuals: Float64Array): number {
  if (residuals.length === 0) return 0
  const nearest = quantile(residuals.map(Math.abs).sort(), NEAREST) / NORMAL
  if (nearest > 0) return nearest
  return Math.sqrt(residuals.reduce((sum, residual) => sum + residual ** 2, 0) / residuals.length)
}

function weightedLeastSquares(
  target: Float64Array,
  columns: readonly Float64Array[],
  ridges: readonly number[],
  weights: Float64Array,
): Float64Array<ArrayBuffer> | null {
  const size = columns.length
  const matrix = new Float64Array(size * size)
  const vector = new Float64Array(size)
  columns.forEach((column, row) => {
    const weighted = column.map((value, index) => value * weights[index]!)
    vector[row] = dot(weighted, target)
    for (let other = 0; other <= row; other++) matrix[row * size + other] = dot(weighted, columns[other]!)
    // A column that is 0 throughout has the coefficient 0, with any ridge at all.
    matrix[row * size + row]! += ridges[row]! + 1e-9
  })
  if (!factorize(matrix, size)) return null
  solveFactorized(matrix, size, vector)
  return vector
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!
  return sum
}

function dotRow(columns: readonly Float64Array[], solution: Float64Array, row: number): number {
  let sum = 0
  for (let index = 0; index < columns.length; index++) sum += columns[index]![row]! * solution[index]!
  return sum
}
