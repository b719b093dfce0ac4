import { baselines } from '@romae/timeseries/baselines'
import type { Table } from '@romae/timeseries/modality'
import { archiveRun } from 'romae/archive'
import { evaluate, fillSeries, imputeRecord, imputeSettings, planTraining, scalesOf } from 'romae/imputation'
import { fillLook } from './fill-look.ts'
import { COVERAGE, isLarge, type Job, modelFiles, quiet, SEED } from './job.ts'
import { remembered } from './remembered.ts'
import type { Roles } from './roles.ts'

/** Fills the gaps of a table by a model, and by whatever is better in a channel and length of gap: `romae impute --best`. */
export async function fillJob(file: File, table: Table, roles: Roles): Promise<Job> {
  const { series, channels } = table
  const training = await planTraining(series, imputeSettings, { seed: SEED })
  const { trials, window, timeUnit, experiment } = training
  const methods = baselines.map(remembered)
  const { nonNegative } = roles
  const scales = scalesOf(series, channels, nonNegative.length > 0 ? { nonNegative } : {})
  return {
    steps: experiment.pretraining.steps ?? 0,
    isLarge: isLarge(window, timeUnit, channels.length),
    options: training.options,
    looker(engine) {
      const common = { methods, isBest: true, coverage: COVERAGE, scales, engine, ...quiet }
      return async (step, model) => {
        const imputer = { models: [model], window } as const
        const evaluation = await evaluate(imputer, trials, { ...common, isAsked: false, seed: SEED })
        const calibration = evaluation.intervals?.calibration ?? null
        const result = await fillSeries(series, { ...common, imputer, evaluation, calibration }, common)
        const archive = () => {
          const settings = { experiment: imputeRecord(experiment, table.data, timeUnit), targetScale: null }
          const { modelIntervals: own } = evaluation
          const { units, bounds } = scales
          const kept = own && { units, bounds, window, horizon: null, calibration: own.calibration }
          return modelFiles(file, model, archiveRun(model, settings, kept))
        }
        return fillLook(step, { file, table, roles }, { result, evaluation, archive })
      }
    },
  }
}
