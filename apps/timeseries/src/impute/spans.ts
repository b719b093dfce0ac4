import { mergedTimes, type TimeSeries, typicalSteps } from '@romae/timeseries'

/** Fewer observations than this teach nothing about each other. */
export const LEAST_TOKENS = 4
/** Typical steps in a window. */
const STEPS = 16
/** Of values in bursts, those of so many a window holds at least, on average. */
const LEAST_STRETCH = 4

/** Spans to try, the best first. */
export function defaultWindows(series: readonly TimeSeries[]): readonly [number, ...number[]] {
  const { step, stretch } = typicalSteps(series) ?? { step: 1, stretch: 1 }
  const rounded = (span: number) => Number(span.toPrecision(9))
  const best = rounded(Math.max(STEPS * step, LEAST_STRETCH * stretch))
  const others: number[] = []
  for (let span = rounded(STEPS * step); span < best; span *= 2) others.push(span)
  return [best, ...others]
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
