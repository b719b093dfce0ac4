import type { Engine } from '@romae/engine'
import { fillMissing, observationTokenizer, type TimeSeries } from '@romae/timeseries'
import {
  averageImputers,
  createImputer,
  fillSampleQuantiles,
  hasQuartiles,
  type Note,
  type PretrainedModel,
} from '@romae/trainer'
import type { Widths } from './widths.ts'

/** Models with the window that they were trained on. */
export interface ImputingModels {
  /** Of one tokenizer; they differ in their seed. */
  readonly models: readonly [PretrainedModel, ...PretrainedModel[]]
  readonly window: number
}

/** Series that models filled. */
export interface ModelFilled {
  readonly filled: readonly TimeSeries[]
  /** Of each series the distances from the median to the quartiles; null of models of single numbers. */
  readonly widths: readonly Widths[] | null
}

/** Levels of what a model's widths are made of. */
export const QUARTILES = [0.25, 0.5, 0.75]

/**
 * Fills every gap of every series: by the mean of what the models fill in.
 *
 * @param onNote what the models have to say of the series
 */
export async function imputeAll(
  { models, window }: ImputingModels,
  series: readonly TimeSeries[],
  engine: Engine,
  onNote: (note: Note) => void,
): Promise<ModelFilled> {
  const tokenizer = observationTokenizer.fromJSON(models[0].tokenizer)
  const imputers = await Promise.all(models.map((model) => createImputer(model, { engine, tokenizer, onNote })))
  const imputer = averageImputers(imputers)
  try {
    if (hasQuartiles(models[0])) {
      const byLevel = await fillSampleQuantiles(imputer, tokenizer, series, { levels: QUARTILES, length: window })
      return { filled: byLevel.map(([, median]) => median!), widths: byLevel.map(widthsOfQuartiles) }
    }
    const filled: TimeSeries[] = []
    for (const one of series) {
      filled.push(await fillMissing(one, { tokenizer, length: window, fill: imputer.fillTokens }))
    }
    return { filled, widths: null }
  } finally {
    await imputer.dispose()
  }
}

/** The distances from the median to the quartiles, of a series that was filled with each of the three. */
export function widthsOfQuartiles([lower, median, upper]: readonly TimeSeries[]): Widths {
  const between = (from: TimeSeries, to: TimeSeries) =>
    median!.channels.map(({ values }, channel) =>
      values.map((_, row) => to.channels[channel]!.values[row]! - from.channels[channel]!.values[row]!),
    )
  return { below: between(lower!, median!), above: between(median!, upper!) }
}
