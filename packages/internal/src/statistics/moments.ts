/** The arithmetic mean; NaN of nothing. Summed in order, in double precision. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < values.length; index++) sum += values[index]!
  return sum / values.length
}

/** The population's variance (n in the denominator), in two passes, the second about the mean; NaN of nothing. */
export function variance(values: ArrayLike<number>): number {
  return squaredDeviations(values) / values.length
}

/** The sample's standard deviation (n − 1 in the denominator); null of fewer than two values. */
export function sampleDeviation(values: ArrayLike<number>): number | null {
  return values.length < 2 ? null : Math.sqrt(squaredDeviations(values) / (values.length - 1))
}

function squaredDeviations(values: ArrayLike<number>): number {
  const center = mean(values)
  let squares = 0
  for (let index = 0; index < values.length; index++) squares += (values[index]! - center) ** 2
  return squares
}
