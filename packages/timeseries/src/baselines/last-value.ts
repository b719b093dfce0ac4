import { checkSeries } from '../series/check-series.ts'
import { fillRows, onGrid } from './fill-rows.ts'
import type { FillingMethod } from './method.ts'

/** The last value carried forward; before the first value, the first one carried backward. */
export const lastValue: FillingMethod = {
  name: 'last',
  label: 'last value',
  fit: () => ({
    fill(series) {
      checkSeries(series)
      const grid = onGrid(series)
      return fillRows(
        grid,
        grid.channels.map(({ values }) => carriedForward(values)),
      )
    },
  }),
}

function carriedForward(values: Float64Array): Float64Array {
  let last = values.find((value) => !Number.isNaN(value)) ?? Number.NaN
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value
    return last
  })
}
