import { errors } from '../errors.ts'
import type { SeriesChannel, TimeSeries } from './series.ts'

/** The names of a series' channels, in their order; null where they have none. */
export function channelNames({ channels }: TimeSeries): string[] | null {
  return channels.length > 0 && channels.every(({ name }) => name !== undefined)
    ? channels.map(({ name }) => name!)
    : null
}

/** @throws RomaeError `TIMESERIES_NOT_A_SERIES`, `TIMESERIES_CHANNEL_NAMES` */
export function checkNames(id: string, channels: readonly SeriesChannel[]): void {
  if (channels.every(({ name }) => name === undefined)) return
  const first = new Map<string, number>()
  channels.forEach(({ name }, channel) => {
    if (name === undefined) throw errors.TIMESERIES_CHANNEL_NAMES({ id, channel, name: null, other: null })
    if (typeof name !== 'string' || name === '') {
      const what = `the name of channel ${channel} of series "${id}"`
      throw errors.TIMESERIES_NOT_A_SERIES({ what, expected: 'a non-empty string', got: name })
    }
    const other = first.get(name)
    if (other !== undefined) throw errors.TIMESERIES_CHANNEL_NAMES({ id, channel, name, other })
    first.set(name, channel)
  })
}
