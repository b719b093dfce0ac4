import { checkOptions, requireNumber } from '../options.ts'
import { mapColumns, withChannels } from './select.ts'
import type { TimeSeries } from './series.ts'

/**
 * The part of a series with `from <= time < to`, copied; times stay as they are.
 *
 * @throws RomaeError `TIMESERIES_INVALID_OPTION` unless `from` and `to` are numbers (infinite is allowed)
 */
export function sliceTime(series: TimeSeries, options: { from?: number; to?: number }): TimeSeries {
  checkOptions('sliceTime', options, ['from', 'to'])
  const { from = -Infinity, to = Infinity } = options
  const isNumber = (value: number) => !Number.isNaN(value)
  requireNumber('sliceTime', 'from', from, 'a number', isNumber)
  requireNumber('sliceTime', 'to', to, 'a number', isNumber)
  const channels = series.channels.map((channel) => {
    const start = firstIndexFrom(channel.times, from)
    const end = firstIndexFrom(channel.times, to)
    return mapColumns(
      channel,
      (column) => column.slice(start, end),
      (texts) => texts.slice(start, end),
    )
  })
  return withChannels(series, channels)
}

/** The index of the first time that is not before `time`: a binary search. */
export function firstIndexFrom(times: Float64Array, time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! < time) low = middle + 1
    else high = middle
  }
  return low
}
