import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { calendarStart } from './calendar-start.ts'
import { checkSeries } from './check-series.ts'
import { evenly } from './evenly.ts'
import { robustRegression } from './robust-regression.ts'
import { type SeasonalPeriod, seasonalPeriods } from './seasonal-periods.ts'
import type { TimeSeries } from './series.ts'

/** What is known of channels from the calendar alone: a level, perhaps a trend, and waves of seasonal periods. Plain data. */
export interface Harmonics {
  readonly periods: readonly SeasonalPeriod[]
  /** The trend is 0 at this time, and has its whole size over this span. */
  readonly center: number
  readonly span: number
  readonly channels: readonly ChannelHarmonics[]
}

export interface ChannelHarmonics {
  readonly level: number
  /** The change over the span; 0 for a channel without trend. */
  readonly trend: number
  /** For each harmonic of each period in order, the sizes of its cosine and its sine. */
  readonly waves: readonly number[]
}

const schema = {
  periods: {
    kind: value<readonly SeasonalPeriod[]>(),
    has: 'length',
    expected: 'a list of seasonal periods',
    help: 'those of `seasonalPeriods` by default',
  },
  trend: {
    kind: 'choice',
    of: ['never', 'strong', 'always'],
    default: 'strong',
    help: 'a straight line besides; `strong`: for channels whose spread it halves, since a line that is not there leads astray beyond the ends',
  },
} as const satisfies Schema

export interface HarmonicsOptions extends OptionsOf<typeof schema> {}

/** Observed values of a channel that are looked at, over all series; of more, this many are picked evenly. */
const MOST_VALUES = 2 ** 14
/** Fewer values than this show no trend. */
const LEAST_FOR_TREND = 10

/**
 * Fits harmonics to the observed values of every channel, all series together, robustly: see `robustRegression`. What no value
 * supports, such as the nights of a channel that is observed by day, stays near the channel's level.
 *
 * A channel without values gets the level 0, a constant one its constant.
 *
 * @param series of the same channels in the same order
 * @throws RomaeError `TIMESERIES_CHANNEL_COUNT`, … for what is no set of series
 */
export function fitHarmonics(series: readonly TimeSeries[], options: HarmonicsOptions = {}): Harmonics {
  const { periods = seasonalPeriods(series), trend } = readOptions('fitHarmonics', schema, options)
  const channels = series[0]?.channels.length
  if (channels === undefined) {
    throw errors.TIMESERIES_NOT_A_SERIES({ what: 'what harmonics are fitted to', expected: 'series', got: series })
  }
  for (const one of series) checkSeries(one, { channels })
  const observed = Array.from({ length: channels }, (_, channel) => observedOf(series, channel))
  let [from, to] = [Infinity, -Infinity]
  for (const { times } of observed) {
    for (const time of times) {
      if (time < from) from = time
      if (time > to) to = time
    }
  }
  const shape = { periods, ...(from < to ? { center: from / 2 + to / 2, span: to - from } : { center: 0, span: 1 }) }
  return { ...shape, channels: observed.map((values) => fitChannel(values, shape, trend)) }
}

/** `[channel][entry]`: what the harmonics are at the times of a series, whose channels are in the order of those fitted. */
export function harmonicsOf(harmonics: Harmonics, series: TimeSeries): Float64Array[] {
  const start = calendarStart(series)
  return series.channels.map(({ times }, channel) => times.map((time) => harmonicsAt(harmonics, channel, start + time)))
}

/** The value of a channel's harmonics at a time as it counts from 1970, or from 0. */
export function harmonicsAt(harmonics: Harmonics, channel: number, time: number): number {
  const { level, trend, waves } = harmonics.channels[channel]!
  let sum = level + trend * ((time - harmonics.center) / harmonics.span)
  let place = 0
  for (const { length, harmonics: count } of harmonics.periods) {
    const phase = phaseOf(time, length)
    for (let wave = 1; wave <= count; wave++) {
      sum += waves[place++]! * Math.cos(wave * phase) + waves[place++]! * Math.sin(wave * phase)
    }
  }
  return sum
}

/** The angle of a time, from the remainder: the times of a year in nanoseconds would be too large for exact cosines. */
function phaseOf(time: number, length: number): number {
  return (2 * Math.PI * (time % length)) / length
}

interface Observed {
  readonly times: Float64Array
  readonly values: Float64Array
}

function observedOf(series: readonly TimeSeries[], channel: number): Observed {
  const isObserved = (observation: number) => !Number.isNaN(observation)
  const count = series.reduce((sum, one) => sum + one.channels[channel]!.values.filter(isObserved).length, 0)
  const isPicked = new Uint8Array(count)
  for (const place of evenly(count, MOST_VALUES)) isPicked[place] = 1
  const picked: { times: number[]; values: number[] } = { times: [], values: [] }
  let place = 0
  for (const one of series) {
    const start = calendarStart(one)
    const { times, values } = one.channels[channel]!
    values.forEach((observation, entry) => {
      if (!isObserved(observation) || isPicked[place++] === 0) return
      picked.times.push(start + times[entry]!)
      picked.values.push(observation)
    })
  }
  return { times: Float64Array.from(picked.times), values: Float64Array.from(picked.values) }
}

function fitChannel(
  { times, values }: Observed,
  { periods, center, span }: Omit<Harmonics, 'channels'>,
  trend: 'never' | 'strong' | 'always',
): ChannelHarmonics {
  const waves = periods.flatMap(({ length, harmonics }) =>
    Array.from({ length: harmonics }, (_, index) => ({ length, wave: index + 1 })),
  )
  // Quick waves are held back more: a season is smooth until its values say otherwise.
  const columns = waves.flatMap(({ length, wave }) => [
    { column: times.map((time) => Math.cos(wave * phaseOf(time, length))), ridge: wave ** 2 },
    { column: times.map((time) => Math.sin(wave * phaseOf(time, length))), ridge: wave ** 2 },
  ])
  const line = { column: times.map((time) => (time - center) / span), ridge: 0 }
  const level = trend === 'always' ? null : robustRegression(values, columns)
  if (trend === 'never' || (level !== null && values.length < LEAST_FOR_TREND)) return toChannel(level!, 0)
  const sloped = robustRegression(values, [...columns, line])
  if (level !== null && sloped.scale > Math.SQRT1_2 * level.scale) return toChannel(level, 0)
  return toChannel(sloped, 1)
}

/** @param lines how many of the last coefficients are the trend's */
function toChannel({ level, coefficients }: { level: number; coefficients: Float64Array }, lines: 0 | 1) {
  const waves = [...coefficients]
  const trend = lines === 1 ? waves.pop()! : 0
  return { level, trend, waves }
}
