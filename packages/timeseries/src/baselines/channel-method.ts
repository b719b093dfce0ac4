import { checkSeries } from '../series/check-series.ts'
import type { SeriesChannel } from '../series/series.ts'
import { fillRows, onGrid } from './fill-rows.ts'
import type { FillingMethod } from './method.ts'

/** A method that learns nothing and fills each channel by itself. @param fillChannel a value for every row of a channel */
export function channelMethod(
  name: string,
  label: string,
  fillChannel: (channel: SeriesChannel) => Float64Array,
): FillingMethod {
  return {
    name,
    label,
    fit: () => ({
      fill(series) {
        checkSeries(series)
        const grid = onGrid(series)
        return fillRows(grid, grid.channels.map(fillChannel))
      },
    }),
  }
}
