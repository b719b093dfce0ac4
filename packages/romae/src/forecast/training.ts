import type { TimeSeries } from '@romae/timeseries'
import type { SeriesData } from '@romae/timeseries/modality'
import { pretrain, type TrainingOptions } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { runModels } from '../run/run-models.ts'
import type { Session } from '../run/session.ts'
import { printWarnings } from '../samples/fit-tokenizer.ts'
import { applySettings } from '../settings/apply-settings.ts'
import { print } from '../terminal/print.ts'
import type { Forecaster } from './model-forecasts.ts'
import type { ForecastCommandOptions } from './options.ts'
import { type ForecastTraining, planForecast } from './plan-training.ts'
import { type ForecastExperiment, forecastRecord, forecastSchema, forecastSettings } from './settings.ts'

/**
 * Decides what is trained on and how, and prints it.
 *
 * @throws RomaeError `APP_SETTING_*`, and what `planForecast` throws
 */
export async function prepareTraining(
  series: readonly TimeSeries[],
  given: ForecastCommandOptions,
): Promise<ForecastTraining> {
  const training = await planForecast(series, settingsOf(given), { seed: given.seed })
  for (const line of training.lines) print(line)
  printWarnings(training.tokenizer)
  return training
}

/** What the options and `--set` say. @throws RomaeError `APP_SETTING_*` */
function settingsOf(given: ForecastCommandOptions): ForecastExperiment {
  const short = [
    ['data.horizon', given.horizon],
    ['data.window', given.window],
    ['data.test', given.test],
    ['pretraining.steps', given.steps],
    ['pretraining.batchSize', given.batch],
    ['pretraining.learningRate', given.rate],
  ].flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
  const chosen = applySettings(forecastSettings, forecastSchema, [...short, ...given.set])
  if (given.best && chosen.data.test === 0) {
    const reason = 'a method is chosen by the error on rows that training did not see, and there are none'
    throw errors.APP_SETTING_NO_EFFECT({ key: '--best', where: 'with --test 0', reason })
  }
  return given.known === undefined ? chosen : { ...chosen, data: { ...chosen.data, known: given.known } }
}

/** Models that were trained, and the folders of their runs. */
export interface TrainedForecaster {
  readonly forecaster: Forecaster
  readonly folders: readonly string[]
}

/** Trains in the run's folder, or in one within it for each of several models; or takes what is there. */
export async function train(
  { experiment, window, longest, known, timeUnit, options }: ForecastTraining,
  read: SeriesData,
  folder: string,
  given: ForecastCommandOptions,
  session: Session,
): Promise<TrainedForecaster> {
  const settings = { experiment: forecastRecord(experiment, read, { timeUnit, longest }), targetScale: null }
  const start = (training: TrainingOptions) => pretrain(options(training))
  const { models, folders } = await runModels(folder, { settings, start }, given, session)
  return { forecaster: { models, window, longest, known }, folders }
}
