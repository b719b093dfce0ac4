import { mergedTimes, type TimeSeries } from '@romae/timeseries'

/** A series by rows: one a time at which any of its channels has an entry. */
export interface Rows {
  readonly times: Float64Array
  /** `[channel][row]`: 1 = the channel has no value there. */
  readonly missing: readonly Uint8Array[]
}

export function rowsOf(series: TimeSeries): Rows {
  const times = mergedTimes(series)
  const missing = series.channels.map(({ times: own, values }) => {
    const flags = new Uint8Array(times.length).fill(1)
    let row = 0
    own.forEach((time, index) => {
      while (times[row]! < time) row++
      if (!Number.isNaN(values[index])) flags[row] = 0
    })
    return flags
  })
  return { times, missing }
}

/** `[row]`: how many rows the gap has that the row is in; 0 where there is a value. */
export function gapLengths(missing: Uint8Array): Int32Array {
  const lengths = new Int32Array(missing.length)
  for (let start = 0; start < missing.length; start++) {
    let end = start
    while (missing[end] === 1) end++
    lengths.fill(end - start, start, end)
    start = end
  }
  return lengths
}

export function countMissing(series: readonly TimeSeries[]): number {
  return series.reduce((sum, one) => {
    return sum + rowsOf(one).missing.reduce((ofSeries, flags) => ofSeries + flags.reduce((a, b) => a + b, 0), 0)
  }, 0)
}

/**
 * The longest time without any observed value around a cell that stayed empty: between the values before and after, or to the
 * nearest at an end of a series. 0 where every cell is filled, or nothing is observed that could fill it.
 */
export function longestUnseen(series: readonly TimeSeries[], filled: readonly TimeSeries[]): number {
  let longest = 0
  series.forEach((one, index) => {
    const { times, missing } = rowsOf(one)
    const seen = times.filter((_, row) => missing.some((flags) => flags[row] === 0))
    if (seen.length === 0) return
    let next = 0
    const after = rowsOf(filled[index]!)
    after.times.forEach((time, row) => {
      while (next < seen.length && seen[next]! < time) next++
      if (after.missing.every((flags) => flags[row] === 0)) return
      const left = seen[next - 1] ?? time
      const right = seen[next] ?? time
      longest = Math.max(longest, right - left)
    })
  })
  return longest
}
