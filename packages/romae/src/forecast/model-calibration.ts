import { RomaeError } from '@romae/core'
import type { TimeSeries } from '@romae/timeseries'
import type { Session } from '../run/session.ts'
import { print } from '../terminal/print.ts'
import { type RunCalibration, saveCalibration } from '../uncertainty/calibration-file.ts'
import type { SavedScales, Scales } from '../uncertainty/scales.ts'
import { evaluateForecasts, type ForecastEvaluation } from './evaluation.ts'
import type { Forecaster } from './model-forecasts.ts'
import { divideInTime } from './parts.ts'
import { forecastSettings } from './settings.ts'
import type { TrainedForecaster } from './training.ts'

/** Models that are there, and how their run calibrated them. */
export interface SavedForecaster extends Forecaster {
  readonly saved: RunCalibration | { readonly reason: string }
}

/** Keeps beside each of the models how far off they are, for other files that they forecast. */
export async function keepCalibration(
  { forecaster: { models, window }, folders }: TrainedForecaster,
  { modelIntervals, reporting }: ForecastEvaluation,
  { units, bounds }: Scales,
): Promise<void> {
  if (modelIntervals === null) return
  const { calibration } = modelIntervals
  const horizon = reporting.origins[0]!.at.length
  await saveCalibration(folders, models, { units, bounds, window, horizon, calibration })
}

/**
 * How far off a model is on the last rows of the file that it forecasts, for intervals; null where its run has calibrated as many rows
 * ahead, or the file is too short.
 */
export async function evaluateAnew(
  forecaster: Forecaster,
  series: readonly TimeSeries[],
  { saved, reason, ...scales }: SavedScales,
  { horizon, coverage }: { readonly horizon: number; readonly coverage: number },
  { engine }: Session,
  note: (text: string) => void,
): Promise<ForecastEvaluation | null> {
  if (saved !== null) {
    print(`intervals as the model’s run calibrated them, on ${saved.calibration.count} forecasts`)
    return null
  }
  try {
    const parts = divideInTime(series, { horizon, test: forecastSettings.data.test, known: forecaster.known })
    const what = 'intervals are calibrated on the last rows of this file'
    note(`${reason}: ${what}, and too narrow if the model was trained on them`)
    const options = { methods: [], isAsked: false, isBest: false, coverage, scales, engine, note }
    return await evaluateForecasts(forecaster, parts.kept, parts.tested!, options)
  } catch (error) {
    if (!RomaeError.isInstance(error) || error.code !== 'APP_FORECAST_PARTS') throw error
    note(`${reason}, and there are no intervals: the file is too short to calibrate them on`)
    return null
  }
}
