import type { Engine } from '@romae/engine'
import {
  type ForecastTask,
  forecastAll,
  forecastAllQuantiles,
  observationTokenizer,
  type TimeSeries,
} from '@romae/timeseries'
import { averageImputers, createImputer, hasQuartiles, type Note, type PretrainedModel } from '@romae/trainer'
import { QUARTILES, widthsOfQuartiles } from '../impute/impute.ts'
import type { Widths } from '../impute/widths.ts'

/** Models with what they were trained on. */
export interface Forecaster {
  /** Of one tokenizer; they differ in their seed. */
  readonly models: readonly [PretrainedModel, ...PretrainedModel[]]
  readonly window: number
  /** The longest span from what is known to the last target. */
  readonly longest: number
  readonly known: readonly string[]
}

/** Origins that are forecast in one call of the model. */
const AT_ONCE = 256

/** What models forecast: one series a task. */
export interface ModelForecasts {
  readonly forecasts: readonly TimeSeries[]
  /** Of each task the distances from the median to the quartiles; null of models of single numbers. */
  readonly widths: readonly Widths[] | null
}

/** Forecasts by the mean of the models. @param onNote what the models have to say of the tasks */
export async function forecastByModels(
  { models, window, longest, known }: Forecaster,
  tasks: readonly ForecastTask[],
  engine: Engine,
  onNote: (note: Note) => void,
): Promise<ModelForecasts> {
  const tokenizer = observationTokenizer.fromJSON(models[0].tokenizer)
  const imputers = await Promise.all(models.map((model) => createImputer(model, { engine, tokenizer, onNote })))
  const { fillTokens: fill, fillQuantiles, dispose } = averageImputers(imputers)
  const options = { tokenizer, length: window, longest, known: [...known] }
  const knowsWidths = hasQuartiles(models[0])
  try {
    const forecasts: TimeSeries[] = []
    const widths: Widths[] = []
    for (let start = 0; start < tasks.length; start += AT_ONCE) {
      const some = tasks.slice(start, start + AT_ONCE)
      if (knowsWidths) {
        const byLevel = await forecastAllQuantiles(some, { ...options, levels: QUARTILES, fillQuantiles })
        forecasts.push(...byLevel.map(([, median]) => median!))
        widths.push(...byLevel.map(widthsOfQuartiles))
      } else forecasts.push(...(await forecastAll(some, { ...options, fill })))
    }
    return { forecasts, widths: knowsWidths ? widths : null }
  } finally {
    await dispose()
  }
}
