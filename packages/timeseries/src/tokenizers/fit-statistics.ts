import { visible } from '@romae/internal/errors'
import { errors } from '../errors.ts'
import { checkSeries } from '../series/check-series.ts'
import type { TimeSeries } from '../series/series.ts'
import { type Column, sortedValues } from './column-values.ts'
import { decidedByFew, type StatisticsWarning } from './few-values.ts'
import { robustStatistics } from './robust-statistics.ts'
import { type ColumnStatistics, columnStatistics } from './statistics.ts'
import type { Transform } from './transform.ts'

/** The columns of series, the last of which are relative values where `relativeValues` is set. */
export interface FittedShape {
  readonly channels: number
  readonly extras: number
  readonly relativeValues: boolean
}

/**
 * The statistics of every column, `[channel][column]`, and what users should know of them. The series' channels are in one
 * order.
 *
 * @throws RomaeError `TIMESERIES_NOTHING_TO_FIT` for a channel that is observed nowhere, `TIMESERIES_STATISTICS_RANGE`
 */
export function fitStatistics(
  series: readonly TimeSeries[],
  shape: FittedShape,
  transform: readonly Transform[],
  kind: 'per-channel' | 'robust',
): { readonly statistics: ColumnStatistics[][]; readonly warnings: StatisticsWarning[] } {
  for (const one of series) checkSeries(one, { channels: shape.channels, extras: shape.extras })
  const warnings: StatisticsWarning[] = []
  const means = kind === 'per-channel' ? columnStatistics(series, shape, transform) : null
  const statistics = transform.map((ofChannel, channel) =>
    Array.from({ length: 1 + shape.extras }, (_, column): ColumnStatistics => {
      const place: Column = { channel, column, transform: ofChannel }
      const sorted = sortedValues(series, place)
      if (sorted.length === 0) {
        throw errors.TIMESERIES_NOTHING_TO_FIT({ channel, name: series[0]!.channels[channel]!.name })
      }
      const fitted = means?.[channel]?.[column]
      if (fitted === undefined) return robustStatistics(sorted)
      const warning = decidedByFew(series, place, nameOf(series, place, shape), sorted, fitted)
      if (warning !== null) warnings.push(warning)
      return fitted
    }),
  )
  return { statistics, warnings }
}

function nameOf(series: readonly TimeSeries[], { channel, column }: Column, shape: FittedShape): string {
  const { name } = series[0]!.channels[channel]!
  const ofChannel = name === undefined ? `channel ${channel}` : `channel "${visible(name)}"`
  if (column === 0) return ofChannel
  if (shape.relativeValues && column === shape.extras) return `relative values of ${ofChannel}`
  return `extra column ${column} of ${ofChannel}`
}
