import type { TimeSeries } from '@romae/timeseries'
import type { BoundsOfChannels } from '../impute/bounds.ts'

/** A forecast brought within the bounds of its channels; what is known of the future stays as it is. */
export function boundedForecast(forecast: TimeSeries, links: BoundsOfChannels, known: readonly string[]): TimeSeries {
  const channels = forecast.channels.map((channel, place) =>
    known.includes(channel.name!) ? channel : { ...channel, values: channel.values.map(links[place]!.toBounded) },
  )
  return { ...forecast, channels }
}
