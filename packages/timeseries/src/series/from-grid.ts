import { errors } from '../errors.ts'
import { checkOptions } from '../options.ts'
import { checkSeries } from './check-series.ts'
import type { TimeSeries } from './series.ts'

/** What {@link fromGrid} builds a series from. */
export interface Grid {
  readonly id: string
  /** One array a channel, all of one length; NaN = missing. */
  readonly values: readonly ArrayLike<number>[]
  /** The time of each column of the grid, strictly increasing. Defaults to 0, 1, 2, … */
  readonly times?: ArrayLike<number>
  readonly label?: string
  /** The channels', one each. */
  readonly names?: readonly string[]
}

/**
 * Makes a series of channels that were observed together, e.g. at a regular rate. The channels share their times.
 *
 * @throws RomaeError `TIMESERIES_COLUMN_LENGTH`, `TIMESERIES_TIME_ORDER`, … for a grid that is no series
 */
export function fromGrid(grid: Grid): TimeSeries {
  checkOptions('fromGrid', grid, ['id', 'values', 'times', 'label', 'names'])
  const { id, values, label, names } = grid
  if (names !== undefined && names.length !== values.length) {
    const expected = `an array of ${values.length} names`
    throw errors.TIMESERIES_INVALID_OPTION({ of: 'fromGrid', key: 'names', expected, got: names.length })
  }
  const length = values[0]?.length ?? 0
  const times = grid.times ? Float64Array.from(grid.times) : Float64Array.from({ length }, (_, index) => index)
  const channels = values.map((column, index) => ({
    ...(names && { name: names[index]! }),
    times,
    values: Float64Array.from(column),
  }))
  const series = { id, channels, ...(label !== undefined && { label }) }
  checkSeries(series)
  return series
}
