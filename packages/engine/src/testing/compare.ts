/** The largest difference between two vectors, relative to the largest magnitude in the second. */
export function relativeDifference(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY
  let [difference, magnitude] = [0, 0]
  for (let i = 0; i < got.length; i++) {
    difference = Math.max(difference, Math.abs(got[i]! - expected[i]!))
    magnitude = Math.max(magnitude, Math.abs(expected[i]!))
    if (Number.isNaN(got[i])) return Number.POSITIVE_INFINITY
  }
  return difference / magnitude
}
