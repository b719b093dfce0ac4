import type { OptionsOf, Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { names as namesOption, readOption, readOptions } from '../options.ts'
import { channelNames, checkNames } from './channel-names.ts'
import { withChannels } from './select.ts'
import type { SeriesChannel, TimeSeries } from './series.ts'

const schema = {
  missing: {
    kind: 'choice',
    of: ['error', 'empty'],
    default: 'error',
    help: 'a channel that the series lacks: an error, or a channel without observations',
  },
  extra: {
    kind: 'choice',
    of: ['error', 'drop'],
    default: 'error',
    help: 'one that nobody asked for: an error, or left out',
  },
} as const satisfies Schema

/** What {@link matchChannels} does where a series has other channels than those asked for. */
export interface MatchOptions extends OptionsOf<typeof schema> {}

/**
 * The series with the channels of these names, in this order, whatever the order they have. Readers name channels; a series
 * whose channels have no names is given back as it is.
 *
 * @throws RomaeError `TIMESERIES_CHANNELS` with both sides, where the series has other channels
 */
export function matchChannels(series: TimeSeries, names: readonly string[], options: MatchOptions = {}): TimeSeries {
  const { missing: onMissing, extra: onExtra } = readOptions('matchChannels', schema, options)
  readOption('matchChannels', 'names', namesOption, names)
  checkNames(series.id, series.channels)
  const got = channelNames(series)
  if (got === null || isSame(got, names)) return series
  const places = new Map(got.map((name, index) => [name, index]))
  const wanted = new Set(names)
  const missing = onMissing === 'error' ? names.filter((name) => !places.has(name)) : []
  const unknown = onExtra === 'error' ? got.filter((name) => !wanted.has(name)) : []
  if (missing.length > 0 || unknown.length > 0) {
    throw errors.TIMESERIES_CHANNELS({ what: `series "${series.id}"`, expected: names, got, missing, unknown })
  }
  const columns = series.channels[0]!.extras?.length ?? 0
  return withChannels(
    series,
    names.map((name) => series.channels[places.get(name) ?? -1] ?? emptyChannel(name, columns)),
  )
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index])
}

function emptyChannel(name: string, columns: number): SeriesChannel {
  const empty = new Float64Array(0)
  const extras = Array.from({ length: columns }, () => empty)
  return { name, times: empty, values: empty, ...(columns > 0 && { extras }) }
}
