import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { checkSeries } from './check-series.ts'
import type { TimeSeries } from './series.ts'

// What is wrong with them is found in the series that comes of them.
const schema = {
  id: { ...checkedElsewhere<string>(), required: true },
  values: {
    ...checkedElsewhere<readonly ArrayLike<number>[]>(),
    required: true,
    help: 'one array a channel, all of one length; NaN = missing',
  },
  times: {
    ...checkedElsewhere<ArrayLike<number>>(),
    help: 'the time of each column of the grid, strictly increasing; 0, 1, 2, … by default',
  },
  label: checkedElsewhere<string>(),
  names: { ...checkedElsewhere<readonly string[]>(), help: 'the channels’, one each' },
} as const satisfies Schema

/** What {@link fromGrid} builds a series from. */
export interface Grid extends OptionsOf<typeof schema> {}

/**
 * Makes a series of channels that were observed together, e.g. at a regular rate. The channels share their times.
 *
 * @throws RomaeError `TIMESERIES_COLUMN_LENGTH`, `TIMESERIES_TIME_ORDER`, … for a grid that is no series
 */
export function fromGrid(grid: Grid): TimeSeries {
  const { id, values, label, names } = readOptions('fromGrid', schema, grid)
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
