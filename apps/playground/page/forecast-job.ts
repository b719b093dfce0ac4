import { forecasters } from '@romae/timeseries/baselines'
import type { Table } from '@romae/timeseries/modality'
import { archiveRun } from 'romae/archive'
import {
  evaluateForecasts,
  forecastRecord,
  forecastSeries,
  forecastSettings,
  planForecast,
  scalesOf,
} from 'romae/forecasting'
import { forecastLook } from './forecast-look.ts'
import { COVERAGE, isLarge, type Job, modelFiles, quiet, SEED } from './job.ts'
import { rememberedForecaster } from './remembered.ts'
import type { Roles } from './roles.ts'

/** Says what comes next by a model, and by whatever is better in a channel so many rows ahead: `romae forecast --best`. */
export async function forecastJob(file: File, table: Table, roles: Roles, horizon: number): Promise<Job> {
  const { series, channels } = table
  const settings = { ...forecastSettings, data: { ...forecastSettings.data, horizon } }
  const training = await planForecast(series, settings, { seed: SEED })
  const { kept, tested, known, window, longest, timeUnit, experiment } = training
  const methods = forecasters.map(rememberedForecaster)
  const { nonNegative } = roles
  const scales = scalesOf(series, channels, nonNegative.length > 0 ? { nonNegative } : {})
  return {
    steps: experiment.pretraining.steps ?? 0,
    isLarge: isLarge(window, timeUnit, channels.length),
    options: training.options,
    looker(engine) {
      const common = { methods, isAsked: false, isBest: true, coverage: COVERAGE, scales, engine, ...quiet }
      return async (step, model) => {
        const forecaster = { models: [model], window, longest, known } as const
        const evaluation = tested && (await evaluateForecasts(forecaster, kept, tested, common))
        const calibration = evaluation?.intervals?.calibration ?? null
        const result = await forecastSeries(series, { ...common, forecaster, horizon, evaluation, calibration }, common)
        const archive = () => {
          const record = forecastRecord(experiment, table.data, { timeUnit, longest })
          const own = evaluation?.modelIntervals ?? null
          const { units, bounds } = scales
          const calibrated = own && { units, bounds, window, horizon, calibration: own.calibration }
          return modelFiles(file, model, archiveRun(model, { experiment: record, targetScale: null }, calibrated))
        }
        return forecastLook(step, { file, table, roles }, { result, evaluation, archive })
      }
    },
  }
}
