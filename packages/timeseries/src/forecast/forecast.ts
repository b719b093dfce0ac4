import { count, type OptionsOf, type Schema, value } from '@romae/internal/options'
import { readOptions } from '../options.ts'
import type { TimeSeries } from '../series/series.ts'
import { forecastAll, forecastAllQuantiles } from './forecast-all.ts'
import type { ForecastTask } from './forecast-task.ts'
import { forecasterSchema, quantileForecasterSchema } from './forecaster.ts'
import { futureTimes } from './future-times.ts'
import { lastObserved } from './last-observed.ts'

const targets = {
  horizon: { ...count, excludes: 'at', help: 'so many typical steps of the series are forecast' },
  at: {
    kind: value<ArrayLike<number>>(),
    has: 'length',
    expected: 'an array of increasing numbers',
    help: 'the times that are wanted instead, at any distances, after all known values',
  },
} as const satisfies Schema

const schema = { ...forecasterSchema, ...targets } as const satisfies Schema
const quantileSchema = { ...quantileForecasterSchema, ...targets } as const satisfies Schema

export interface ForecastOptions extends OptionsOf<typeof schema> {}
export interface ForecastQuantilesOptions extends OptionsOf<typeof quantileSchema> {}

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
  const [result] = await forecastAll([taskOf(series, at ?? horizon, forecaster.known)], forecaster)
  return result!
}

/**
 * How sure a model is of what comes next: as `forecast`, once for each level. The quantiles are the model's own, as of `imputeQuantiles`;
 * `@romae/timeseries/uncertainty` calibrates them on forecasts of which the truth is known by now (`rollingOrigins`).
 *
 * ```ts
 * const { fillQuantiles } = await createImputer(model)
 * const levels = [0.05, 0.5, 0.95]
 * const [lower, median, upper] = await forecastQuantiles(series, { tokenizer, length: 32, horizon: 8, levels, fillQuantiles })
 * ```
 *
 * @returns one series a level; a channel whose future is known keeps what it has there in all of them
 * @throws RomaeError what `forecast` throws, and what the model throws that has no quantiles
 */
export async function forecastQuantiles(
  series: TimeSeries,
  options: ForecastQuantilesOptions,
): Promise<readonly TimeSeries[]> {
  const { horizon = 1, at, ...forecaster } = readOptions('forecast', quantileSchema, options)
  const [ofLevels] = await forecastAllQuantiles([taskOf(series, at ?? horizon, forecaster.known)], forecaster)
  return ofLevels!
}

/** @param wanted times, or how many typical steps */
function taskOf(
  series: TimeSeries,
  wanted: ArrayLike<number> | number,
  known: readonly string[] | undefined,
): ForecastTask {
  return { series, at: typeof wanted === 'number' ? nextTimes(series, wanted, known) : Float64Array.from(wanted) }
}

/** The times after the last one at which anything is known that is to be forecast. */
function nextTimes(series: TimeSeries, horizon: number, known: readonly string[] | undefined): Float64Array {
  const after = lastObserved(series, known)
  return futureTimes(series, { count: horizon, ...(after !== null && { after }) })
}
