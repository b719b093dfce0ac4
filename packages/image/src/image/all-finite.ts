/**
 * Whether no value is NaN or infinite. Times 0, such values are NaN, which stays in a sum; four sums side by side, as one
 * would wait for each addition. This runs over every pixel of every sample, and takes a tenth of what `Number.isFinite` does.
 */
export function allFinite(values: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0]
  let index = 0
  for (; index + 3 < values.length; index += 4) {
    a += values[index]! * 0
    b += values[index + 1]! * 0
    c += values[index + 2]! * 0
    d += values[index + 3]! * 0
  }
  for (; index < values.length; index++) a += values[index]! * 0
  return a + b + c + d === 0
}
