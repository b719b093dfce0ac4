import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { readOptions } from '../options.ts'
import { mapColumns, withChannels } from './select.ts'
import type { TimeSeries } from './series.ts'

/** Any number but NaN. */
const bound = {
  kind: value<number>(),
  test: (given: unknown) => typeof given === 'number' && !Number.isNaN(given),
  expected: 'a number',
} as const

const schema = {
  from: { ...bound, default: -Infinity },
  to: { ...bound, default: Infinity },
} as const satisfies Schema

/**
 * The part of a series with `from <= time < to`, copied; times stay as they are.
 *
 * @throws RomaeError `TIMESERIES_INVALID_OPTION` unless `from` and `to` are numbers (infinite is allowed)
 */
export function sliceTime(series: TimeSeries, options: OptionsOf<typeof schema>): TimeSeries {
  const { from, to } = readOptions('sliceTime', schema, options)
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
