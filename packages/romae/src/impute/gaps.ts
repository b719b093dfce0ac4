import { rowsOf, type TimeSeries } from '@romae/timeseries'

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
