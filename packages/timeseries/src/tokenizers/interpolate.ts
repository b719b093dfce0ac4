import { errors } from '../errors.ts'
import type { SeriesChannel } from '../series/series.ts'

/**
 * Fills the missing entries of a channel linearly in time between its observed neighbours, and with the nearest
 * observed one before the first and after the last; extras likewise.
 *
 * @throws RomaeError `TIMESERIES_NOTHING_TO_INTERPOLATE` for a channel without any observed value
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
  return { ...channel, values: fill(values), ...(extras && { extras: extras.map(fill) }) }
}
