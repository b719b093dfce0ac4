import { linearInterpolation } from '@romae/app-common'
import { hideTimestamps, type TimeSeries } from '@romae/timeseries'

/**
 * How well a line between the seen values of the same variable meets those at the hidden times, which are the times that a
 * model has to do without, given the same seed. Where no value of a variable is seen, its training mean is taken.
 *
 * @param series values of mean 0 and variance 1 over the training series
 * @returns the mean squared error over all hidden values
 */
export function linearEstimateError(
  series: readonly TimeSeries[],
  { fraction, seed }: { readonly fraction: number; readonly seed: number },
): number {
  let [squares, count] = [0, 0]
  for (const one of series) {
    const { observed, hidden } = hideTimestamps(one, fraction, seed)
    hidden.channels.forEach(({ times, values }, channel) => {
      const seen = observed.channels[channel]!
      const estimates = seen.times.length === 0 ? times.map(() => 0) : linearInterpolation(seen, times)
      for (const [index, value] of values.entries()) squares += (estimates[index]! - value) ** 2
      count += values.length
    })
  }
  return squares / count
}
