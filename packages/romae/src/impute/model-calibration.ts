import type { TimeSeries } from '@romae/timeseries'
import type { Session } from '../run/session.ts'
import { print } from '../terminal/print.ts'
import { tellNote } from '../terminal/tell-note.ts'
import { saveCalibration } from '../uncertainty/calibration-file.ts'
import type { RunCalibration } from '../uncertainty/run-calibration.ts'
import type { SavedScales, Scales } from '../uncertainty/scales.ts'
import { calibrateAnew } from './calibrate-anew.ts'
import type { Evaluation } from './evaluation.ts'
import { countMissing } from './gaps.ts'
import type { ImputingModels } from './impute.ts'
import type { ImputeOptions } from './options.ts'
import type { Trained } from './training.ts'

/** Models that are there, and how their run calibrated them. */
export interface SavedImputer extends ImputingModels {
  readonly saved: RunCalibration | { readonly reason: string }
}

/** Keeps beside each of the models how far off they are, for other files that they fill. */
export async function keepCalibration(
  { imputer: { models, window }, folders }: Trained,
  { modelIntervals }: Evaluation,
  { units, bounds }: Scales,
): Promise<void> {
  if (modelIntervals === null) return
  const { calibration } = modelIntervals
  await saveCalibration(folders, models, { units, bounds, window, horizon: null, calibration })
}

/**
 * How far off a model is on held-out values of the file that it fills, for intervals; null where its run has calibrated, or there is nothing
 * to fill.
 */
export async function evaluateAnew(
  imputer: ImputingModels,
  series: readonly TimeSeries[],
  { saved, reason, ...scales }: SavedScales,
  { seed, coverage }: Pick<ImputeOptions, 'seed' | 'coverage'>,
  { engine }: Session,
  note: (text: string) => void,
): Promise<Evaluation | null> {
  if (saved !== null) {
    print(`intervals as the model’s run calibrated them, on ${saved.calibration.count} held-out values`)
    return null
  }
  if (countMissing(series) === 0) return null
  return calibrateAnew(imputer, series, { scales, reason }, { seed, coverage, engine, note, onNote: tellNote })
}
