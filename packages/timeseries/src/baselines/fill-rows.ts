import { withChannels } from '../series/select.ts'
import type { TimeSeries } from '../series/series.ts'
import { toTimeGrid } from '../series/time-grid.ts'

/** The series on its merged times, NaN where a channel has no value. */
export function onGrid(series: TimeSeries): TimeSeries {
  return withChannels(series, toTimeGrid(series).channels)
}

/**
 * The grid with values where it has none. Only finite ones are taken: a method that fails somewhere leaves a gap, and no NaN of its
 * own gets into what was known.
 *
 * @param predicted `[channel][row]`
 */
export function fillRows(grid: TimeSeries, predicted: readonly Float64Array[]): TimeSeries {
  const channels = grid.channels.map((channel, index) => ({
    ...channel,
    values: channel.values.map((value, row) => {
      const own = predicted[index]![row]!
      return Number.isNaN(value) && Number.isFinite(own) ? own : value
    }),
  }))
  return withChannels(grid, channels)
}

/** The observed entries of a channel. */
export function observedOf({ times, values }: { readonly times: Float64Array; readonly values: Float64Array }) {
  const isKnown = (_: number, index: number) => !Number.isNaN(values[index])
  return { times: times.filter(isKnown), values: values.filter(isKnown) }
}
