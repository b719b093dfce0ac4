import { errors } from '../errors.ts'
import type { TimeSeries } from '../series/series.ts'
import type { ResolvedCommonOptions } from './options.ts'
import { type ColumnStatistics, columnStatistics } from './statistics.ts'
import { applyTransform, invertTransform, type Place } from './transform.ts'

/** Turns a channel's values and extras into what stands in a token, and back. Column 0 is the value. */
export interface Scaling {
  /**
   * @throws RomaeError `TIMESERIES_LOG1P_DOMAIN`, `TIMESERIES_VALUE_RANGE` when the result does not fit into 32 bits
   */
  scale(value: number, column: number, place: Place): number
  unscale(value: number, column: number, channel: number): number
}

/** The scaling of one series: only `per-series` looks at it. */
export function scalingOf(series: TimeSeries, options: ResolvedCommonOptions): Scaling {
  if (options.standardize !== 'per-series') return fixedScaling(options)
  return makeScaling(options, columnStatistics([series], options, options.transform))
}

/** The scaling that the options alone determine. */
export function fixedScaling(options: ResolvedCommonOptions): Scaling {
  return makeScaling(options, options.statistics ?? [])
}

function makeScaling(
  { transform, clip = Infinity }: ResolvedCommonOptions,
  statistics: readonly (readonly ColumnStatistics[] | undefined)[],
): Scaling {
  const asItIs: ColumnStatistics = { mean: 0, std: 1 }
  const statisticsOf = (channel: number, column: number) => statistics[channel]?.[column] ?? asItIs
  const transformOf = (channel: number, column: number) => (column === 0 ? transform[channel]! : 'none')
  return {
    scale(value, column, place) {
      const { mean, std } = statisticsOf(place.channel, column)
      const standardized = (applyTransform(transformOf(place.channel, column), value, place) - mean) / std
      const scaled = Math.max(-clip, Math.min(clip, standardized))
      if (!Number.isFinite(Math.fround(scaled))) throw errors.TIMESERIES_VALUE_RANGE({ ...place, value, scaled })
      return scaled
    },
    unscale(value, column, channel) {
      const { mean, std } = statisticsOf(channel, column)
      return invertTransform(transformOf(channel, column), value * std + mean)
    },
  }
}
