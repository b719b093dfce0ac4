import { count, type OptionsOf, type Schema, value } from '@romae/internal/options'
import { readOptions } from '../options.ts'
import type { TimeSeries } from '../series/series.ts'
import { forecastAll } from './forecast-all.ts'
import type { ForecastTask } from './forecast-task.ts'
import { forecasterSchema } from './forecaster.ts'
import { futureTimes } from './future-times.ts'
import { lastObserved } from './last-observed.ts'

const schema = {
  ...forecasterSchema,
  horizon: { ...count, excludes: 'at', help: 'so many typical steps of the series are forecast' },
  at: {
    kind: value<ArrayLike<number>>(),
    has: 'length',
    expected: 'an array of increasing numbers',
    help: 'the times that are wanted instead, at any distances, after all known values',
  },
} as const satisfies Schema

export interface ForecastOptions extends OptionsOf<typeof schema> {}

/**
 * Forecasts a series by a model: every channel gets a value at every time that is wanted. The model sees the last window of
 * the series, whose end is what is wanted, and fills that in.
 *
 * ```ts
 * const { fillTokens: fill } = await createImputer(model)
 * const next = await forecast(series, { tokenizer, length: 32, longest: 8, horizon: 8, fill })
 * ```
 *
 * Train the model with masks of the end (`maskPatterns: [{ kind: 'end', … }]`). The mean of several models is `averageImputers`.
 *
 * @returns a series of the same channels at the wanted times alone; a channel whose future is known keeps what it has there
 * @throws RomaeError `TIMESERIES_HORIZON` for more than the model was trained for
 * @throws RomaeError `TIMESERIES_FORECAST_TIMES` for wanted times that do not increase or are not after what is known
 * @throws RomaeError `TIMESERIES_NOTHING_KNOWN` where the window before holds no value
 * @throws RomaeError `TIMESERIES_NO_STEP`, `TIMESERIES_CHANNELS`, `TIMESERIES_INVALID_OPTION`
 */
export async function forecast(series: TimeSeries, options: ForecastOptions): Promise<TimeSeries> {
  const { horizon = 1, at, ...forecaster } = readOptions('forecast', schema, options)
  const task: ForecastTask = {
    series,
    at: at === undefined ? nextTimes(series, horizon, forecaster.known) : Float64Array.from(at),
  }
  const [result] = await forecastAll([task], forecaster)
  return result!
}

/** The times after the last one at which anything is known that is to be forecast. */
function nextTimes(series: TimeSeries, horizon: number, known: readonly string[] | undefined): Float64Array {
  const after = lastObserved(series, known)
  return futureTimes(series, { count: horizon, ...(after !== null && { after }) })
}
