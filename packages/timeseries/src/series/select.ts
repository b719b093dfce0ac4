import type { SeriesChannel, TimeSeries } from './series.ts'

/** The channel's observations whose index `keep` accepts, copied. */
export function selectObservations(channel: SeriesChannel, keep: (index: number) => boolean): SeriesChannel {
  const pick = (column: Float64Array) => column.filter((_, index) => keep(index))
  return mapColumns(channel, pick)
}

/** Applies one function to every column of a channel. */
export function mapColumns(channel: SeriesChannel, map: (column: Float64Array) => Float64Array): SeriesChannel {
  const { times, values, extras } = channel
  return { ...channel, times: map(times), values: map(values), ...(extras && { extras: extras.map(map) }) }
}

/** The series with other channels. */
export function withChannels(series: TimeSeries, channels: readonly SeriesChannel[]): TimeSeries {
  return { ...series, channels }
}
