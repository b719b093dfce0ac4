/**
 * Between neighbours by linear interpolation (type 7 of Hyndman and Fan 1996).
 *
 * @param sorted the least first, at least one
 * @param fraction in [0, 1]
 */
export function quantile(sorted: ArrayLike<number>, fraction: number): number {
  const place = (sorted.length - 1) * fraction
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return below + (place - Math.floor(place)) * (above - below)
}

/** The middle one of the values, in any order; of an even number the mean of the two in the middle. */
export function median(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5)
}
