import type { TimeSeries } from './series.ts'

/** The times at which any channel has an entry, NaN entries included: sorted, each once. */
export function mergedTimes(series: TimeSeries): Float64Array {
  // Most series are grids whose channels share one array: there is nothing to merge then.
  const distinct = [...new Set(series.channels.map((channel) => channel.times))]
  if (distinct.length === 1) return Float64Array.from(distinct[0]!)
  const all = new Float64Array(distinct.reduce((sum, times) => sum + times.length, 0))
  let offset = 0
  for (const times of distinct) {
    all.set(times, offset)
    offset += times.length
  }
  return all.sort().filter((time, index) => index === 0 || time !== all[index - 1])
}
