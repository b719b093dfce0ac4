import { count, type Schema, text } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { positive, readOptions, rows } from '../options.ts'
import { calendarStart } from '../series/calendar-start.ts'
import { type ChannelHarmonics, fitHarmonics, type Harmonics, harmonicsAt, harmonicsOf } from '../series/harmonics.ts'
import type { SeasonalPeriod } from '../series/seasonal-periods.ts'
import { withChannels } from '../series/select.ts'
import type { TimeSeries } from '../series/series.ts'
import { applyTransform, type Transform } from './transform.ts'

/** The most waves of all periods: what a file says must not take for ever. */
const MOST_WAVES = 256

const periodSchema = {
  name: { ...text, required: true },
  length: { ...positive, required: true },
  harmonics: { ...count, most: MOST_WAVES, required: true },
} as const satisfies Schema & Record<keyof SeasonalPeriod, unknown>

const finite = { kind: 'number', required: true } as const
const channelSchema = {
  level: finite,
  trend: finite,
  waves: { kind: 'list', item: { kind: 'number' }, required: true },
} as const satisfies Schema & Record<keyof ChannelHarmonics, unknown>

const harmonicsSchema = {
  periods: rows<SeasonalPeriod>('an object of name, length and harmonics'),
  center: finite,
  span: { ...positive, required: true },
  channels: rows<ChannelHarmonics>('an object of level, trend and waves'),
} as const satisfies Schema & Record<keyof Harmonics, unknown>

/**
 * Harmonics as they come from a file.
 *
 * @param of names the tokenizer in errors
 * @throws RomaeError `TIMESERIES_INVALID_OPTION`, `TIMESERIES_UNKNOWN_OPTION`
 */
export function resolveHarmonics(of: string, given: Harmonics, channels: number): Harmonics {
  const where = `${of}.harmonics`
  const read = readOptions(where, harmonicsSchema, given)
  read.periods.forEach((period, index) => {
    readOptions(`${where}.periods[${index}]`, periodSchema, period)
  })
  const waves = 2 * read.periods.reduce((sum, { harmonics }) => sum + harmonics, 0)
  const lengths: [key: string, expected: number, found: number][] = [['channels', channels, read.channels.length]]
  if (waves > 2 * MOST_WAVES) lengths.push(['periods', 2 * MOST_WAVES, waves])
  read.channels.forEach((channel, index) => {
    const { length } = readOptions(`${where}.channels[${index}]`, channelSchema, channel).waves
    lengths.push([`channels[${index}].waves`, waves, length])
  })
  for (const [key, expected, found] of lengths) {
    if (found === expected) continue
    throw errors.TIMESERIES_INVALID_OPTION({
      of: where,
      key,
      expected: `of ${expected} entries`,
      found: `${found} entries`,
    })
  }
  return read
}

/** What a channel's harmonics are at a time as it stands in a series. 0 without harmonics. */
export type SeasonAt = (channel: number, time: number) => number

/** @param of the series whose times they are; without it they count from 1970, or from 0 */
export function seasonOf(harmonics: Harmonics | undefined, of?: TimeSeries): SeasonAt {
  if (harmonics === undefined) return () => 0
  const start = of === undefined ? 0 : calendarStart(of)
  return (channel, time) => harmonicsAt(harmonics, channel, start + time)
}

/**
 * Harmonics of what the transforms make of the values, and what they leave of it.
 *
 * @returns no harmonics where the times have no period and the values no trend: a level is for standardisation to take out
 */
export function fitSeason(
  series: readonly TimeSeries[],
  transform: readonly Transform[],
): { readonly harmonics?: Harmonics; readonly rest: readonly TimeSeries[] } {
  const transformed = series.map((one) => withTransforms(one, transform))
  const harmonics = fitHarmonics(transformed)
  if (harmonics.periods.length === 0 && harmonics.channels.every(({ trend }) => trend === 0))
    return { rest: transformed }
  return { harmonics, rest: transformed.map((one) => withoutSeason(one, harmonics)) }
}

/** What harmonics leave of a series. */
export function withoutSeason(series: TimeSeries, harmonics: Harmonics): TimeSeries {
  const season = harmonicsOf(harmonics, series)
  const channels = series.channels.map((channel, index) => ({
    ...channel,
    values: channel.values.map((observed, entry) => observed - season[index]![entry]!),
  }))
  return withChannels(series, channels)
}

/** Of as many channels: what is transformed already. */
export function noTransforms({ length }: readonly Transform[]): Transform[] {
  return Array<Transform>(length).fill('none')
}

/** A series of what the transforms make of its values. */
export function withTransforms(series: TimeSeries, transform: readonly Transform[]): TimeSeries {
  const channels = series.channels.map((channel, index) => ({
    ...channel,
    values: channel.values.map((observed, entry) => {
      const place = { id: series.id, channel: index, time: channel.times[entry]! }
      return Number.isNaN(observed) ? observed : applyTransform(transform[index]!, observed, place)
    }),
  }))
  return withChannels(series, channels)
}
