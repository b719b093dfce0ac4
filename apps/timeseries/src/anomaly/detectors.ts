import { sampleDeviation } from '@romae/internal/statistics'

/**
 * How far each value is from the mean of those about it, in their standard deviations.
 *
 * @param window values before and after it, without itself, together
 */
export function rollingZScore(values: Float64Array, window: number): Float64Array {
  const half = Math.ceil(window / 2)
  // Beside a stretch of equal values any other would be infinitely far off.
  const least = 1e-3 * (sampleDeviation([...values]) || 1)
  return values.map((value, at) => {
    let [count, sum, squares] = [0, 0, 0]
    for (let near = Math.max(0, at - half); near <= Math.min(values.length - 1, at + half); near++) {
      if (near === at) continue
      count++
      sum += values[near]!
      squares += values[near]! ** 2
    }
    const mean = sum / count
    const deviation = Math.sqrt(Math.max(0, squares / count - mean ** 2))
    return Math.abs(value - mean) / Math.max(deviation, least)
  })
}

/** The mean of the windows that a value is in: of a profile that has one number a window. */
export function ofWindows(profile: Float64Array, window: number): Float64Array {
  return Float64Array.from({ length: profile.length + window - 1 }, (_, at) => {
    const own = profile.subarray(Math.max(0, at - window + 1), at + 1)
    return own.reduce((sum, value) => sum + value, 0) / own.length
  })
}
