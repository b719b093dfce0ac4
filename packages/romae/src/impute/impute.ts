import type { Engine } from '@romae/engine'
import { fillMissing, observationTokenizer, type TimeSeries } from '@romae/timeseries'
import { averageImputers, createImputer, type PretrainedModel } from '@romae/trainer/node'
import { tellNote } from '../terminal/tell-note.ts'

/** Models with the window that they were trained on. */
export interface Imputer {
  /** Of one tokenizer; they differ in their seed. */
  readonly models: readonly [PretrainedModel, ...PretrainedModel[]]
  readonly window: number
}

/** Fills every gap of every series: by the mean of what the models fill in. */
export async function imputeAll(
  { models, window }: Imputer,
  series: readonly TimeSeries[],
  engine: Engine,
): Promise<TimeSeries[]> {
  const tokenizer = observationTokenizer.fromJSON(models[0].tokenizer)
  const imputers = await Promise.all(
    models.map((model) => createImputer(model, { engine, tokenizer, onNote: tellNote })),
  )
  const { fillTokens, dispose } = averageImputers(imputers)
  try {
    const filled: TimeSeries[] = []
    for (const one of series) {
      filled.push(await fillMissing(one, { tokenizer, length: window, fill: fillTokens }))
    }
    return filled
  } finally {
    await dispose()
  }
}
