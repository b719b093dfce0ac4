/** Products of square matrices, `[size, size]`, row-major, into `out`, which is none of the others. */

/** `out = a b` */
export function multiply(a: Float64Array, b: Float64Array, size: number, out: Float64Array): void {
  out.fill(0)
  for (let row = 0; row < size; row++) {
    const start = row * size
    for (let k = 0; k < size; k++) {
      const factor = a[start + k]!
      // Where a channel does not depend on another, there is nothing to add.
      if (factor === 0) continue
      const other = k * size
      for (let column = 0; column < size; column++) out[start + column]! += factor * b[other + column]!
    }
  }
}

/** `out = a bᵀ` */
export function multiplyTransposed(a: Float64Array, b: Float64Array, size: number, out: Float64Array): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += a[row * size + k]! * b[column * size + k]!
      out[row * size + column] = sum
    }
  }
}

/** `out = a bᵀ` of a product that is symmetric: exactly so, and in half of the time. */
export function multiplySymmetric(a: Float64Array, b: Float64Array, size: number, out: Float64Array): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += a[row * size + k]! * b[column * size + k]!
      out[row * size + column] = sum
      out[column * size + row] = sum
    }
  }
}

/** `out = a v` */
export function multiplyVector(a: Float64Array, vector: Float64Array, size: number, out: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = 0
    for (let k = 0; k < size; k++) sum += a[row * size + k]! * vector[k]!
    out[row] = sum
  }
}

/** `out = aᵀ v` */
export function multiplyTransposedVector(a: Float64Array, vector: Float64Array, size: number, out: Float64Array): void {
  out.fill(0)
  for (let row = 0; row < size; row++) {
    const factor = vector[row]!
    for (let k = 0; k < size; k++) out[k]! += factor * a[row * size + k]!
  }
}

/** Makes a matrix equal to its transpose, which rounding errors keep it from being. */
export function symmetrize(matrix: Float64Array, size: number): void {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) {
      const mean = (matrix[row * size + column]! + matrix[column * size + row]!) / 2
      matrix[row * size + column] = mean
      matrix[column * size + row] = mean
    }
  }
}

export function identity(size: number): Float64Array<ArrayBuffer> {
  const matrix = new Float64Array(size * size)
  for (let index = 0; index < size; index++) matrix[index * size + index] = 1
  return matrix
}
