import { errors } from '../errors.ts'
import type { TimeSeries } from '../series/series.ts'
import type { ResolvedCommonOptions } from './options.ts'
import { ownOf } from './own-statistics.ts'
import { noTransforms, type SeasonAt, seasonOf, withoutSeason, withTransforms } from './season.ts'
import { type ColumnStatistics, columnStatistics } from './statistics.ts'
import { applyTransform, invertTransform, type Place } from './transform.ts'

/** Turns a channel's values and extras into what stands in a token, and back. Column 0 is the value. */
export interface Scaling {
  /**
   * @throws RomaeError `TIMESERIES_LOG1P_DOMAIN`, `TIMESERIES_VALUE_RANGE` when the result does not fit into 32 bits
   */
  scale(value: number, column: number, place: Place): number
  /** @param time as in the series that the scaling was made for */
  unscale(value: number, column: number, channel: number, time: number): number
}

/** The scaling of one series: only `per-series` looks at it. */
export function scalingOf(series: TimeSeries, options: ResolvedCommonOptions): Scaling {
  if (options.standardize !== 'per-series') return fixedScaling(options, series)
  const { harmonics, transform } = options
  if (harmonics === undefined) return makeScaling(options, columnStatistics([series], options, transform), () => 0)
  const rest = withoutSeason(withTransforms(series, transform), harmonics)
  return makeScaling(options, columnStatistics([rest], options, noTransforms(transform)), seasonOf(harmonics, series))
}

/**
 * The scaling that the options alone determine.
 *
 * @param of the series whose times it is asked for; without it they count from 1970, or from 0
 */
export function fixedScaling(options: ResolvedCommonOptions, of?: TimeSeries): Scaling {
  const { statistics = [], harmonics } = ownOf(options.ofSeries, of) ?? options
  return makeScaling(options, statistics, seasonOf(harmonics, of))
}

function makeScaling(
  { transform, clip = Infinity }: ResolvedCommonOptions,
  statistics: readonly (readonly ColumnStatistics[] | undefined)[],
  season: SeasonAt,
): Scaling {
  const asItIs: ColumnStatistics = { mean: 0, std: 1 }
  const statisticsOf = (channel: number, column: number) => statistics[channel]?.[column] ?? asItIs
  const seasonAt = (channel: number, column: number, time: number) => (column === 0 ? season(channel, time) : 0)
  const transformOf = (channel: number, column: number) => (column === 0 ? transform[channel]! : 'none')
  return {
    scale(value, column, place) {
      const { mean, std } = statisticsOf(place.channel, column)
      const transformed = applyTransform(transformOf(place.channel, column), value, place)
      const standardized = (transformed - seasonAt(place.channel, column, place.time) - mean) / std
      const scaled = Math.max(-clip, Math.min(clip, standardized))
      if (!Number.isFinite(Math.fround(scaled))) throw errors.TIMESERIES_VALUE_RANGE({ ...place, value, scaled })
      return scaled
    },
    unscale(value, column, channel, time) {
      const { mean, std } = statisticsOf(channel, column)
      return invertTransform(transformOf(channel, column), value * std + mean + seasonAt(channel, column, time))
    },
  }
}
