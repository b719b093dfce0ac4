import { errors } from '../errors.ts'
import { mergedTimes } from '../series/merged-times.ts'
import { mapColumns } from '../series/select.ts'
import type { SeriesChannel, TimeSeries } from '../series/series.ts'

/** The series on the merged times of its channels: where a channel has no entry, NaN stands in every column. */
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
    return { ...mapColumns(channel, spread), times }
  })
  return { times, channels }
}

/**
 * Fills the missing entries of a channel linearly in time between its observed neighbours, and with the nearest
 * observed one before the first and after the last; extras likewise.
 *
 * @throws TIMESERIES_NOTHING_TO_INTERPOLATE for a channel without any observed value
 */
export function interpolateChannel(channel: SeriesChannel, channelIndex: number, id: string): SeriesChannel {
  const { times, values } = channel
  const observed = [...values.keys()].filter((index) => !Number.isNaN(values[index]))
  if (observed.length === values.length) return channel
  if (observed.length === 0) throw errors.TIMESERIES_NOTHING_TO_INTERPOLATE({ id, channel: channelIndex })
  const fill = (column: Float64Array) => {
    let next = 0
    return column.map((entry, index) => {
      while (next < observed.length && observed[next]! < index) next++
      const right = observed[next] ?? observed.at(-1)!
      const left = right <= index ? right : (observed[next - 1] ?? right)
      if (left === right) return index === right ? entry : column[right]!
      const weight = (times[index]! - times[left]!) / (times[right]! - times[left]!)
      return column[left]! * (1 - weight) + column[right]! * weight
    })
  }
  const { extras } = channel
  return { times, values: fill(values), ...(extras && { extras: extras.map(fill) }) }
}
