import type { Engine } from '@romae/engine'
import { type ForecastTask, forecastAll, observationTokenizer, type TimeSeries } from '@romae/timeseries'
import { averageImputers, createImputer, type PretrainedModel } from '@romae/trainer/node'
import { tellNote } from '../terminal/tell-note.ts'

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

/** Forecasts by the mean of the models. */
export async function forecastByModels(
  { models, window, longest, known }: Forecaster,
  tasks: readonly ForecastTask[],
  engine: Engine,
): Promise<TimeSeries[]> {
  const tokenizer = observationTokenizer.fromJSON(models[0].tokenizer)
  const imputers = await Promise.all(
    models.map((model) => createImputer(model, { engine, tokenizer, onNote: tellNote })),
  )
  const { fillTokens: fill, dispose } = averageImputers(imputers)
  try {
    const all: TimeSeries[] = []
    for (let start = 0; start < tasks.length; start += AT_ONCE) {
      const some = tasks.slice(start, start + AT_ONCE)
      all.push(...(await forecastAll(some, { tokenizer, length: window, longest, known: [...known], fill })))
    }
    return all
  } finally {
    await dispose()
  }
}
