import { RomaeError } from '@romae/core'
import type { TimeSeries } from '@romae/timeseries'
import type { Scales } from '../uncertainty/scales.ts'
import { evaluateForecasts, type ForecastEvaluation, type ForecastEvaluationOptions } from './evaluation.ts'
import type { Forecaster } from './model-forecasts.ts'
import { divideInTime } from './parts.ts'
import { forecastSettings } from './settings.ts'

/**
 * How far off models that are there are on the last rows of the series that they forecast, for intervals; and a note that says so.
 *
 * @returns null where the series are too short, with a note
 */
export async function calibrateAnew(
  forecaster: Forecaster,
  series: readonly TimeSeries[],
  /** Why it is not as the models' run calibrated. */
  { scales, reason }: { readonly scales: Scales; readonly reason: string },
  {
    horizon,
    ...options
  }: Pick<ForecastEvaluationOptions, 'coverage' | 'engine' | 'note' | 'onNote'> & { readonly horizon: number },
): Promise<ForecastEvaluation | null> {
  const { note } = options
  try {
    const parts = divideInTime(series, { horizon, test: forecastSettings.data.test, known: forecaster.known })
    const what = 'intervals are calibrated on the last rows of this file'
    note(`${reason}: ${what}, and too narrow if the model was trained on them`)
    const asked = { ...options, methods: [], isAsked: false, isBest: false, scales }
    return await evaluateForecasts(forecaster, parts.kept, parts.tested!, asked)
  } catch (error) {
    if (!RomaeError.isInstance(error) || error.code !== 'APP_FORECAST_PARTS') throw error
    note(`${reason}, and there are no intervals: the file is too short to calibrate them on`)
    return null
  }
}
