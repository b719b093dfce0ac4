/**
 * Replaces a symmetric positive definite matrix by its lower Cholesky factor `L`, `A = L Lᵀ`, in its lower triangle; the upper
 * one is neither read nor written.
 *
 * @param matrix `[size, size]`, row-major
 * @returns whether it is positive definite, numerically; where not, its contents are of no use
 */
export function factorize(matrix: Float64Array, size: number): boolean {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column]!
      for (let k = 0; k < column; k++) sum -= matrix[row * size + k]! * matrix[column * size + k]!
      if (row !== column) matrix[row * size + column] = sum / matrix[column * size + column]!
      else if (sum > 0 && sum < Infinity) matrix[row * size + row] = Math.sqrt(sum)
      else return false
    }
  }
  return true
}

/**
 * The same of a covariance, which rounding may have made indefinite, and which is singular where a value never moves: with as
 * little more on its diagonal as it takes.
 *
 * @param factor `[size, size]`: where the factor goes; the matrix stays as it is
 * @returns whether there was any such factor
 */
export function factorizeCovariance(matrix: Float64Array, factor: Float64Array, size: number): boolean {
  let largest = 0
  for (let k = 0; k < size; k++) largest = Math.max(largest, matrix[k * size + k]!)
  for (let added = 0; added < 1; added = added === 0 ? 1e-14 : 100 * added) {
    factor.set(matrix)
    for (let k = 0; k < size; k++) factor[k * size + k]! += added * largest
    if (factorize(factor, size)) return true
  }
  return false
}

/**
 * Solves `A x = b` in place.
 *
 * @param factor of `factorize`
 * @param vectors `[count, size]`: right-hand sides, one a row; solutions afterwards
 */
export function solveFactorized(factor: Float64Array, size: number, vectors: Float64Array): void {
  for (let start = 0; start < vectors.length; start += size) {
    for (let row = 0; row < size; row++) {
      let sum = vectors[start + row]!
      for (let k = 0; k < row; k++) sum -= factor[row * size + k]! * vectors[start + k]!
      vectors[start + row] = sum / factor[row * size + row]!
    }
    for (let row = size - 1; row >= 0; row--) {
      let sum = vectors[start + row]!
      for (let k = row + 1; k < size; k++) sum -= factor[k * size + row]! * vectors[start + k]!
      vectors[start + row] = sum / factor[row * size + row]!
    }
  }
}
