import { withChannels } from '../series/select.ts'
import type { SeriesChannel, TimeSeries } from '../series/series.ts'

/**
 * The series with one more extra in each channel, the last: its values as fractions of the largest absolute value that
 * any of the channels has. A series of zeros stays one.
 */
export function withRelativeValues(series: TimeSeries): TimeSeries {
  const peak = peakOf(series.channels) || 1
  const relative = (channel: SeriesChannel): SeriesChannel => ({
    ...channel,
    extras: [...(channel.extras ?? []), channel.values.map((value) => value / peak)],
  })
  return withChannels(series, series.channels.map(relative))
}

/** What {@link withRelativeValues} was given. */
export function withoutRelativeValues(series: TimeSeries): TimeSeries {
  const absolute = ({ extras = [], ...channel }: SeriesChannel): SeriesChannel =>
    extras.length > 1 ? { ...channel, extras: extras.slice(0, -1) } : channel
  return withChannels(series, series.channels.map(absolute))
}

function peakOf(channels: readonly SeriesChannel[]): number {
  let peak = 0
  for (const { values } of channels) {
    for (const value of values) if (Math.abs(value) > peak) peak = Math.abs(value)
  }
  return peak
}
