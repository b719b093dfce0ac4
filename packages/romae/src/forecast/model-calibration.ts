import type { TimeSeries } from '@romae/timeseries'
import type { Session } from '../run/session.ts'
import { print } from '../terminal/print.ts'
import { tellNote } from '../terminal/tell-note.ts'
import { saveCalibration } from '../uncertainty/calibration-file.ts'
import type { RunCalibration } from '../uncertainty/run-calibration.ts'
import type { SavedScales, Scales } from '../uncertainty/scales.ts'
import { calibrateAnew } from './calibrate-anew.ts'
import type { ForecastEvaluation } from './evaluation.ts'
import type { Forecaster } from './model-forecasts.ts'
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
  return calibrateAnew(forecaster, series, { scales, reason }, { horizon, coverage, engine, note, onNote: tellNote })
}
