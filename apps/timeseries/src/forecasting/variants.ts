import { join } from 'node:path'
import { keptTrial, type Outcome, type Trial, type Variant } from '@romae/app-common'
import { type ChannelForecastErrors, forecastErrors, rollingOrigins, sliceTime } from '@romae/timeseries'
import { type ForecastingMethod, forecasters, seasonalNaive } from '@romae/timeseries/baselines'
import { describePretraining, type PretrainedModel, pretrain, type TrainingOptions } from '@romae/trainer/node'
import {
  type Forecaster,
  fittingBeginning,
  forecastByModels,
  forecastTrainingSet,
  pretrainingOptions,
  runStage,
  type Settings,
  tellNote,
  withSimulated,
} from 'romae'
import type { ForecastData } from './data-sets.ts'
import { forecastFigures, type MethodForecasts } from './intervals-of-forecasts.ts'
import type { ForecastBenchmark } from './settings.ts'

/** What a kept outcome has been measured by: of an earlier one intervals are missing. */
const MEASURES = 'errors and intervals'

/** All methods, in the order of tables. */
export const forecastMethods: readonly string[] = [...forecasters.map(({ name }) => name), 'romae']

/** The rows of one data set: a method each, all from the same origins. */
export function forecastVariants(
  name: string,
  data: ForecastData,
  experiment: ForecastBenchmark,
  methods: readonly string[],
): Variant[] {
  const { models, simulated, ...task } = experiment.data
  const backtest = backtestOf(data, experiment)
  const variant = (key: string, label: string, settings: object, trial: Variant['trial'], stages: string[] = []) => ({
    experiment: `forecast/${name}/${key}`,
    key,
    label: `${name}: ${label}`,
    settings: settings as Settings,
    trial,
    stages,
  })
  const ofBaseline = (method: ForecastingMethod) =>
    variant(method.name, method.label, { data: task }, () =>
      keptTrial({ method: method.name, measures: MEASURES, data: name, task }, async () => ({
        figures: backtest.figures(backtest.byMethod(method)),
      })),
    )
  const key = models === 1 ? 'romae' : `romae-${models}`
  const folders = Array.from({ length: models }, (_, index) => (models === 1 ? '' : `model-${index + 1}`))
  const label = models === 1 ? 'RoMAE' : `RoMAE, mean of ${models} models`
  const trial = (seed: number) => modelTrial(data, experiment, backtest, { seed, folders })
  const stages = folders.map((folder) => join(key, folder))
  return [
    ...forecasters.filter((method) => methods.includes(method.name)).map(ofBaseline),
    ...(methods.includes('romae') ? [variant(key, label, experiment, trial, stages)] : []),
  ]
}

type Backtest = ReturnType<typeof backtestOf>

function backtestOf({ channels, series, from, isStandardized }: ForecastData, { data }: ForecastBenchmark) {
  const training = series.map((one) => sliceTime(one, { to: from }))
  const origins = series.flatMap((one) => rollingOrigins(one, { horizon: data.horizon, every: data.every, from }))
  const byMethod = ({ fit }: ForecastingMethod): MethodForecasts => {
    const { forecast, deviations } = fit(training)
    const widths = deviations && origins.map(({ series: past, at }) => deviations(past, at))
    return {
      forecasts: origins.map(({ series: past, at }) => forecast(past, at)),
      widths: widths?.map((own) => ({ below: own, above: own })) ?? null,
    }
  }
  let ofNaive: readonly ChannelForecastErrors[] | undefined
  /** RMSE: of each horizon, then the mean over horizons; MAE beside the seasonal naive forecast; intervals. */
  function figures(by: MethodForecasts): Outcome['figures'] {
    const errors = forecastErrors(origins, by.forecasts)
    ofNaive ??= forecastErrors(origins, byMethod(seasonalNaive).forecasts)
    const naive = ofNaive
    const rmse = errors.map(({ byHorizon }) => mean(byHorizon.map((one) => one.rmse)))
    const relative = mean(errors.map(({ mae }, channel) => mae / naive[channel]!.mae))
    const overall = isStandardized
      ? { RMSE: mean(rmse), MAE: mean(errors.map(({ mae }) => mae)) }
      : Object.fromEntries(channels.map((name, channel) => [`${name} RMSE`, rmse[channel]!]))
    return { ...overall, 'MAE / seasonal naive': relative, ...forecastFigures(origins, by, training) }
  }
  return { training, origins, byMethod, figures }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length
}

async function modelTrial(
  data: ForecastData,
  { data: task, model, pretraining }: ForecastBenchmark,
  { training, origins, figures }: Backtest,
  { seed, folders }: { readonly seed: number; readonly folders: readonly string[] },
): Promise<Trial> {
  const free = { window: null, timeUnit: null, maskRatio: null, maskRatioUpTo: null, known: [] }
  const estimate = task.estimate ?? fittingBeginning(training, { horizon: task.horizon, known: [] })
  const set = forecastTrainingSet(training, { ...free, horizon: task.horizon, estimate })
  const copies = estimate === 'none' ? task.simulated : 0
  const { tokenizer, maskPatterns, maskRatio, maskRatioUpTo, window, longest } = set
  const options = async (own: number, given: TrainingOptions) => ({
    tokenizer,
    samples: await withSimulated(training, set.samples, { copies, seed: own }, set.cut),
    maskPatterns,
    maskRatioUpTo,
    ...pretrainingOptions({ model, pretraining: { ...pretraining, maskRatio } }, { ...given, seed: own }),
  })
  return {
    plans: async () => [{ label: 'pre-training', plan: await describePretraining(await options(seed, {})) }],
    async run({ folder, prefix, session, options: place }) {
      session.say(`${prefix}${origins.length} origins of ${data.series.length} series, ${task.every} rows apart`)
      const models: PretrainedModel[] = []
      for (const [index, own] of folders.entries()) {
        const { training: steps, ...rest } = await options(seed + index, {})
        const stage = {
          label: `${prefix}pre-training`,
          folder: join(folder, own),
          settings: { experiment: { data: task, model, pretraining } as unknown as Settings, targetScale: null },
          start: (given: TrainingOptions) => pretrain({ ...rest, training: { ...steps, ...given } }),
        }
        models.push(await runStage(stage, session, place))
      }
      const forecaster: Forecaster = { models: models as [PretrainedModel], window, longest, known: [] }
      const by = await forecastByModels(forecaster, origins, session.engine, tellNote)
      return { figures: figures(by), metrics: { origins: origins.length } }
    },
  }
}
