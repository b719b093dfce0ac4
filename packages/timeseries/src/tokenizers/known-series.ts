import { errors } from '../errors.ts'
import { channelNames } from '../series/channel-names.ts'
import { matchChannels } from '../series/match-channels.ts'
import { withChannels } from '../series/select.ts'
import type { TimeSeries } from '../series/series.ts'

/** What a tokenizer knows of the series that it is for; what is left out was not known when it was made. */
export interface SeriesDescription {
  /** Of every channel, in the order that tokens have. */
  readonly channelNames?: readonly string[]
  /** Of every channel; null where it is not known. */
  readonly channelUnits?: readonly (string | null)[]
  /** What times count, e.g. `days`. */
  readonly timeUnit?: string
}

/** What a series says of itself. */
export function describeSeries(series: TimeSeries): SeriesDescription {
  const { channels, timeUnit } = series
  const names = channelNames(series)
  const isMeasured = channels.some(({ unit }) => unit !== undefined)
  return {
    ...(names !== null && { channelNames: names }),
    ...(isMeasured && { channelUnits: channels.map(({ unit }) => unit ?? null) }),
    ...(timeUnit !== undefined && { timeUnit }),
  }
}

/**
 * The series with its channels in the described order. What only one side knows is not compared.
 *
 * @throws RomaeError `TIMESERIES_CHANNELS` for other channels, `TIMESERIES_UNIT` for other units
 */
export function knownSeries(series: TimeSeries, description: SeriesDescription): TimeSeries {
  const { channelNames, channelUnits, timeUnit } = description
  const { id } = series
  const source = 'the tokenizer'
  // What is no series at all is for the check of series to say.
  if (!Array.isArray(series.channels)) return series
  if (timeUnit !== undefined && series.timeUnit !== undefined && series.timeUnit !== timeUnit) {
    throw errors.TIMESERIES_UNIT({ id, what: 'times', expected: timeUnit, got: series.timeUnit, source })
  }
  const matched = channelNames === undefined ? series : matchChannels(series, channelNames)
  channelUnits?.forEach((expected, channel) => {
    const { name, unit: got } = matched.channels[channel] ?? {}
    if (expected === null || got === undefined || got === expected) return
    throw errors.TIMESERIES_UNIT({ id, what: `values of channel ${name ?? channel}`, expected, got, source })
  })
  return matched
}

/** The series with the names and units that are described. Its channels are in that order. */
export function withDescription(series: TimeSeries, description: SeriesDescription): TimeSeries {
  const { channelNames, channelUnits, timeUnit } = description
  const channels = series.channels.map((channel, index) => {
    const unit = channelUnits?.[index]
    return { ...channel, ...(channelNames && { name: channelNames[index]! }), ...(unit && { unit }) }
  })
  return { ...withChannels(series, channels), ...(timeUnit !== undefined && { timeUnit }) }
}
