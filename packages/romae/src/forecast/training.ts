import { visible } from '@romae/internal/errors'
import type { TimeSeries } from '@romae/timeseries'
import { describeSpan, describeTime, type SeriesData } from '@romae/timeseries/modality'
import { pretrain, type TrainingOptions } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { simulatedCopies, withSimulated } from '../impute/simulated.ts'
import { runModels } from '../run/run-models.ts'
import type { Session } from '../run/session.ts'
import { usualBatchSize } from '../samples/batch-size.ts'
import { printWarnings } from '../samples/fit-tokenizer.ts'
import { applySettings } from '../settings/apply-settings.ts'
import { pretrainingOptions } from '../settings/to-options.ts'
import { print } from '../terminal/print.ts'
import { fittingBeginning } from './beginning.ts'
import type { Forecaster } from './model-forecasts.ts'
import type { ForecastCommandOptions } from './options.ts'
import { divideInTime } from './parts.ts'
import { type ForecastExperiment, forecastRecord, forecastSchema, forecastSettings } from './settings.ts'
import { forecastTrainingSet } from './training-set.ts'

/** A training that is ready to begin. */
export type ForecastTraining = Awaited<ReturnType<typeof prepareTraining>>

/**
 * Decides what is trained on and how, and prints it.
 *
 * @throws RomaeError `APP_FORECAST_PARTS`, `APP_WINDOW`, `APP_SETTING_*`
 */
export async function prepareTraining(series: readonly TimeSeries[], given: ForecastCommandOptions) {
  const chosen = settingsOf(given)
  const { horizon, test } = chosen.data
  const known = knownOf(chosen, series)
  const { kept, tested } = divideInTime(series, { horizon, test, known })
  const { maskRatio: least, maskRatioUpTo: most } = chosen.pretraining
  const estimate = chosen.data.estimate ?? fittingBeginning(kept, { horizon, known })
  const asked = { horizon, known, estimate, window: chosen.data.window, timeUnit: chosen.tokenizer.timeUnit }
  const set = forecastTrainingSet(kept, { ...asked, maskRatio: least, maskRatioUpTo: most })
  const { window, maskRatio, maskRatioUpTo, longest, maskPatterns, tokenizer, samples: real, cut } = set
  const { steps } = chosen.pretraining
  const batchSize = chosen.pretraining.batchSize ?? usualBatchSize(real)
  const drawn = (steps ?? 0) * batchSize
  const simulated = chosen.data.simulated ?? (estimate === 'none' ? simulatedCopies(kept, real.length, drawn) : 0)
  const samples = await withSimulated(kept, real, { copies: simulated, seed: given.seed }, cut)
  const experiment = {
    ...chosen,
    data: { ...chosen.data, window, simulated, estimate },
    pretraining: { ...chosen.pretraining, batchSize, maskRatio, maskRatioUpTo },
  }
  const span = (value: number) => describeSpan(value, tokenizer.options.timeUnit)
  print(describeTime(tokenizer.options))
  print(`a window is ${span(window)}: the time that the model sees at once, the forecast included (--window)`)
  if (tested !== null) {
    const { choosing, calibrating, reporting } = tested
    const every = (rows: number) => (rows === 1 ? 'at every row' : `every ${rows} rows`)
    print(`trained on the first ${100 * (1 - test)} % of the rows; tested after them, no row between (--test)`)
    print(`  ${choosing.origins.length} origins to choose a method on, ${every(choosing.every)}`)
    if (calibrating !== null) {
      print(`  ${calibrating.origins.length} later origins to calibrate intervals on, ${every(calibrating.every)}`)
    }
    print(`  ${reporting.origins.length} later origins to report errors of, ${every(reporting.every)}`)
  }
  if (estimate === 'smoother') {
    print('the model begins with what an autoregression says of the rows to come (--set data.estimate)')
  }
  if (simulated > 0) {
    print(`half of the windows are simulated, ${simulated} for each of the file's own (--set data.simulated)`)
  }
  printWarnings(tokenizer)
  const { maskRatioUpTo: _, ...pretraining } = experiment.pretraining
  const options = (training: TrainingOptions) => ({
    tokenizer,
    samples,
    maskPatterns,
    maskRatioUpTo,
    ...pretrainingOptions({ model: experiment.model, pretraining: { ...pretraining, maskTogether: null } }, training),
  })
  return { experiment, kept, tested, known, window, longest, timeUnit: tokenizer.options.time.unit, options }
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

/** Channels of the series, not all of them. @throws RomaeError `APP_SETTING_VALUE` */
function knownOf({ data: { known } }: ForecastExperiment, [first]: readonly TimeSeries[]): readonly string[] {
  if (known === null) return []
  const channels = (first?.channels ?? []).map(({ name }) => name!)
  const isRight = known.every((name) => channels.includes(name)) && channels.some((name) => !known.includes(name))
  if (isRight) return known
  const expected = `some of the channels ${channels.map(visible).join(', ')}, but not all`
  throw errors.APP_SETTING_VALUE({ key: '--known', expected, got: known.join(',') })
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
