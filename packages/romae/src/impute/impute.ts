import type { Engine } from '@romae/engine'
import { fillMissing, observationTokenizer, type TimeSeries } from '@romae/timeseries'
import { createImputer, type PretrainedModel } from '@romae/trainer/node'
import { tellNote } from '../terminal/tell-note.ts'

/** A model with the window that it was trained on. */
export interface Imputer {
  readonly model: PretrainedModel
  readonly window: number
}

/** Fills every gap of every series. */
export async function imputeAll(
  imputer: Imputer,
  series: readonly TimeSeries[],
  engine: Engine,
): Promise<TimeSeries[]> {
  const tokenizer = observationTokenizer.fromJSON(imputer.model.tokenizer)
  const { fillTokens, dispose } = await createImputer(imputer.model, { engine, tokenizer, onNote: tellNote })
  try {
    const filled: TimeSeries[] = []
    for (const one of series) {
      filled.push(await fillMissing(one, { tokenizer, length: imputer.window, fill: fillTokens }))
    }
    return filled
  } finally {
    await dispose()
  }
}
