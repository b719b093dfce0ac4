import { mergedTimes, type TimeSeries, typicalSteps } from '@romae/timeseries'

/** Fewer observations than this teach nothing about each other. */
export const LEAST_TOKENS = 4
/** Typical steps in a window. */
const STEPS = 16
/** Of values in bursts, those of so many a window holds at least, on average. */
const LEAST_STRETCH = 4

/** Tokens that are filled at once, at most: their square is what attention costs. Of many channels, 32 rows of them. */
const MOST_TOKENS = 2048
const MOST_ROWS = 32

/**
 * Spans to try, the best first: 16 typical steps, or 4 mean steps where values come in bursts; half of it, and so on, where
 * channels at times of their own would make too many tokens. Then 16 steps, twice as many, and so on.
 */
export function defaultWindows(series: readonly TimeSeries[]): readonly [number, ...number[]] {
  const { step, stretch } = typicalSteps(series) ?? { step: 1, stretch: 1 }
  const rounded = (span: number) => Number(span.toPrecision(9))
  const channels = series[0]!.channels.length
  const rows = Math.max(MOST_TOKENS / channels, MOST_ROWS)
  const times = series.map(mergedTimes)
  const least = 2 * shortestSpan(series)
  let best = rounded(Math.max(STEPS * step, LEAST_STRETCH * stretch))
  while (best / 2 > least && times.some((one) => mostRows(one, best) > rows)) best /= 2
  const others: number[] = []
  for (let span = rounded(STEPS * step); span < best; span *= 2) others.push(span)
  return [best, ...others]
}

/** The most times that lie within a span. */
function mostRows(times: Float64Array, span: number): number {
  let [most, first] = [0, 0]
  times.forEach((time, last) => {
    while (time - times[first]! >= span) first++
    most = Math.max(most, last - first + 1)
  })
  return most
}

/** The shortest time in which a series has as many observed values, of any channels, as it takes to learn. */
export function shortestSpan(series: readonly TimeSeries[]): number {
  let shortest = Infinity
  for (const one of series) {
    const times = mergedTimes(one)
    const counts = observedCounts(one, times)
    let [first, sum] = [0, 0]
    counts.forEach((count, last) => {
      sum += count
      while (sum - counts[first]! >= LEAST_TOKENS) sum -= counts[first++]!
      if (sum >= LEAST_TOKENS) shortest = Math.min(shortest, times[last]! - times[first]!)
    })
  }
  return shortest
}

/** `[time]`: how many channels have a value at it. */
function observedCounts({ channels }: TimeSeries, times: Float64Array): Uint32Array {
  const counts = new Uint32Array(times.length)
  for (const { times: own, values } of channels) {
    let row = 0
    own.forEach((time, index) => {
      while (times[row]! < time) row++
      if (!Number.isNaN(values[index])) counts[row]!++
    })
  }
  return counts
}
