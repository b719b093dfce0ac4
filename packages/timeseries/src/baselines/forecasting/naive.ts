import { checkSeries } from '../../series/check-series.ts'
import { firstIndexFrom } from '../../series/slice-time.ts'
import { forecastChannels } from './future-rows.ts'
import type { ForecastingMethod } from './method.ts'

/** The last value, for ever: a random walk without drift. */
export const naive: ForecastingMethod = {
  name: 'naive',
  label: 'last value',
  fit: () => ({
    forecast(history, at) {
      checkSeries(history)
      return forecastChannels(history, at, ({ times, values }) => {
        const past = values.subarray(0, firstIndexFrom(times, at[0]!))
        const last = past.findLastIndex((value) => !Number.isNaN(value))
        return new Float64Array(at.length).fill(past[last] ?? Number.NaN)
      })
    },
  }),
}
