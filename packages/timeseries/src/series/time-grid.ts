import { mergedTimes } from './merged-times.ts'
import { mapColumns } from './select.ts'
import type { CellTexts, SeriesChannel, TimeSeries } from './series.ts'

/** The series on the merged times of its channels: where a channel has no entry, NaN stands in every column, and null for how it is written. */
export function toTimeGrid(series: TimeSeries): { times: Float64Array; channels: SeriesChannel[] } {
  const times = mergedTimes(series)
  const channels = series.channels.map((channel) => {
    if (channel.times.length === times.length) return channel
    let row = 0
    const rows = Array.from(channel.times, (time) => {
      while (times[row]! < time) row++
      return row
    })
    const spread = (column: Float64Array) => {
      const grid = new Float64Array(times.length).fill(Number.NaN)
      rows.forEach((target, index) => {
        grid[target] = column[index]!
      })
      return grid
    }
    const spreadTexts = (texts: CellTexts) => {
      const grid = Array<string | null | undefined>(times.length).fill(null)
      rows.forEach((target, index) => {
        grid[target] = texts[index]
      })
      return grid
    }
    return { ...mapColumns(channel, spread, spreadTexts), times }
  })
  return { times, channels }
}
