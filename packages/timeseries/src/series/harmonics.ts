import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { calendarStart } from './calendar-start.ts'
import { checkSeries } from './check-series.ts'
import { evenly } from './evenly.ts'
import { type Regressor, type RobustFit, robustRegression, THRESHOLD } from './robust-regression.ts'
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
 * Fits harmonics to the observed values of every channel, all series together, robustly: see `robustRegression`. A period that a
 * channel does not show has waves of 0 there. What no value
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
  const seasons = periods.map((period) => wavesOf(times, period))
  const line = { column: times.map((time) => (time - center) / span), ridge: 0 }
  const fit = (isSloped: boolean, isIn: (season: Regressor[]) => boolean = () => true) =>
    robustRegression(values, [...seasons.filter(isIn).flat(), ...(isSloped ? [line] : [])])
  const isSloped = trend === 'always' || (trend === 'strong' && hasStrongTrend(values, fit))
  const all = fit(isSloped)
  const shown = seasons.filter((season) =>
    isShown(
      season.length,
      all,
      fit(isSloped, (other) => other !== season),
    ),
  )
  const { level, coefficients } =
    shown.length === seasons.length ? all : fit(isSloped, (season) => shown.includes(season))
  let place = 0
  const waves = seasons.flatMap((season) => season.map(() => (shown.includes(season) ? coefficients[place++]! : 0)))
  return { level, trend: isSloped ? coefficients.at(-1)! : 0, waves }
}

/** Quick waves are held back more: a season is smooth until its values say otherwise. */
function wavesOf(times: Float64Array, { length, harmonics }: SeasonalPeriod): Regressor[] {
  return Array.from({ length: harmonics }, (_, index) => index + 1).flatMap((wave) => [
    { column: times.map((time) => Math.cos(wave * phaseOf(time, length))), ridge: wave ** 2 },
    { column: times.map((time) => Math.sin(wave * phaseOf(time, length))), ridge: wave ** 2 },
  ])
}

function hasStrongTrend(values: Float64Array, fit: (isSloped: boolean) => RobustFit): boolean {
  return values.length >= LEAST_FOR_TREND && fit(true).scale <= Math.SQRT1_2 * fit(false).scale
}

/**
 * Whether values show a season: by the Bayesian information criterion (Schwarz 1978). Weather has no week, and waves fitted to
 * its noise would be in all that is filled.
 */
function isShown(waves: number, all: RobustFit, without: RobustFit): boolean {
  if (all.scale === 0) return without.scale > 0
  const count = all.residuals.length
  const threshold = THRESHOLD * all.scale
  return count * Math.log(loss(without.residuals, threshold) / loss(all.residuals, threshold)) > waves * Math.log(count)
}

/** The sum of squares, in thresholds; what lies beyond counts as if it lay on one. */
function loss(residuals: Float64Array, threshold: number): number {
  return residuals.reduce((sum, residual) => sum + Math.min(1, Math.abs(residual) / threshold) ** 2, 0)
}
