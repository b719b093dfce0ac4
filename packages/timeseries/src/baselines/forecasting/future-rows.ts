import { withChannels } from '../../series/select.ts'
import type { SeriesChannel, TimeSeries } from '../../series/series.ts'
import { firstIndexFrom } from '../../series/slice-time.ts'

/**
 * The last entries of every channel, and missing values at the wanted times; without extras. What is later than all wanted times is
 * left out.
 */
export function withFuture(history: TimeSeries, at: Float64Array, entries: number): TimeSeries {
  const channels = history.channels.map(({ name, unit, times, values }): SeriesChannel => {
    const from = Math.max(0, firstIndexFrom(times, at[0]!) - entries)
    const known = new Map<number, number>()
    for (let index = from; times[index]! <= at.at(-1)!; index++) known.set(times[index]!, values[index]!)
    for (const time of at) if (!known.has(time)) known.set(time, Number.NaN)
    const all = Float64Array.from(known.keys()).sort()
    return {
      ...(name !== undefined && { name }),
      ...(unit !== undefined && { unit }),
      times: all,
      values: all.map((time) => known.get(time)!),
    }
  })
  return withChannels(history, channels)
}

/** A series at some of its times. */
export function atTimes(series: TimeSeries, at: Float64Array): TimeSeries {
  const channels = series.channels.map(({ name, unit, times, values }): SeriesChannel => {
    const places = new Map(Array.from(times, (time, index) => [time, index]))
    return {
      ...(name !== undefined && { name }),
      ...(unit !== undefined && { unit }),
      times: at,
      values: at.map((time) => values[places.get(time)!]!),
    }
  })
  return withChannels(series, channels)
}

/** A series of what a function says of each channel at the wanted times; what is known there stays. */
export function forecastChannels(
  history: TimeSeries,
  at: Float64Array,
  forecastChannel: (channel: SeriesChannel, index: number) => Float64Array,
): TimeSeries {
  const known = atTimes(withFuture(history, at, 0), at)
  const channels = known.channels.map((channel, index) => {
    const forecast = forecastChannel(history.channels[index]!, index)
    const values = channel.values.map((value, target) => (Number.isNaN(value) ? forecast[target]! : value))
    return { ...channel, values }
  })
  return withChannels(known, channels)
}
