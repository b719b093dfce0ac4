import { rowsOf, type TimeSeries } from '@romae/timeseries'
import { distancesToKnown } from '@romae/timeseries/uncertainty'
import { outer, uncertain } from '../uncertainty/tested-intervals.ts'
import type { BoundsOfChannels } from './bounds.ts'
import type { Intervals } from './intervals.ts'
import type { WidthsByMethod } from './widths.ts'

/** Filled cells of series with their intervals: `[series][channel][row]`, NaN where there was a value, or none was found. */
export interface FilledIntervals {
  readonly lower: readonly (readonly Float64Array[])[]
  readonly median: readonly (readonly Float64Array[])[]
  readonly upper: readonly (readonly Float64Array[])[]
}

/**
 * The intervals of every filled cell.
 *
 * @param filled not bounded yet
 * @param methodAt the method that a cell was filled by: an index into the names
 */
export function intervalsOf(
  series: readonly TimeSeries[],
  filled: readonly TimeSeries[],
  { calibration, coverage }: Pick<Intervals, 'calibration' | 'coverage'>,
  cells: {
    readonly names: readonly string[]
    readonly methodAt: (series: number, channel: number, row: number) => number
    readonly widths: WidthsByMethod
    readonly links: BoundsOfChannels
    readonly units: readonly number[]
  },
): FilledIntervals {
  const [low, high] = outer(coverage)
  const ofLevel = (level: number) =>
    series.map((one, index) => {
      const { missing } = rowsOf(one)
      return missing.map((flags, channel) => {
        const distances = distancesToKnown(flags)
        const values = filled[index]!.channels[channel]!.values
        return Float64Array.from(flags, (isMissing, row) => {
          const point = values[row]!
          if (isMissing === 0 || !Number.isFinite(point)) return Number.NaN
          const method = cells.methodAt(index, channel, row)
          const own = cells.widths.get(cells.names[method]!)?.[index]
          const widths =
            own === undefined ? null : { below: own.below[channel]![row]!, above: own.above[channel]![row]! }
          const value = uncertain({ channel, method, distance: distances[row]!, point }, widths, cells.units)
          return cells.links[channel]!.toBounded(calibration.quantile(value, level))
        })
      })
    })
  return { lower: ofLevel(low), median: ofLevel(0.5), upper: ofLevel(high) }
}
