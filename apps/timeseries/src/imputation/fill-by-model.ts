import type { Engine } from '@romae/engine'
import type { TimeSeries, TimeSeriesTokenizer } from '@romae/timeseries'
import { createImputer, hasQuartiles, type PretrainedModel } from '@romae/trainer/node'
import type { FilledWindows } from './filled-windows.ts'
import type { Hidden } from './hide-values.ts'
import { placeOf, seriesOf } from './windows.ts'

/**
 * Fills what was hidden, and only that: each window by itself, from what is seen of it.
 *
 * @param tokenizer one token an observation, values as they are
 * @returns what was missing from the beginning stays missing; widths are the distances to the quartiles, of a model that knows them
 */
export async function fillByModel(
  model: PretrainedModel,
  tokenizer: TimeSeriesTokenizer<unknown>,
  hidden: Hidden,
  engine: Engine,
): Promise<FilledWindows> {
  const { seen, truth } = hidden
  const tasks = seriesOf(truth, 'window').flatMap((series, window) => {
    const places = observedPlaces(hidden, series, window)
    const marks = Uint8Array.from(places, (place) => (Number.isNaN(seen.values[place]!) ? 1 : 0))
    // Of which nothing is seen, nothing can be said but the training mean.
    return marks.includes(1) && marks.includes(0) ? [{ series, places, marks }] : []
  })
  const filled = seen.values.map((value, place) => {
    return Number.isNaN(value) && !Number.isNaN(truth.values[place]) ? 0 : value
  })
  const knowsQuartiles = hasQuartiles(model)
  const [below, above] = [new Float32Array(filled.length).fill(1), new Float32Array(filled.length).fill(1)]
  const imputer = await createImputer(model, { engine, tokenizer })
  try {
    const samples = tasks.map(({ series, marks }) => ({ tokens: tokenizer.tokenize(series), hidden: marks }))
    const points = await imputer.fillTokens(samples)
    const [low, middle, high] = knowsQuartiles ? await imputer.fillQuantiles(samples, [0.25, 0.5, 0.75]) : []
    tasks.forEach(({ places, marks }, index) => {
      places.forEach((place, token) => {
        if (marks[token] === 0) return
        filled[place] = points[index]!.values[token]!
        if (middle === undefined) return
        below[place] = middle[index]!.values[token]! - low![index]!.values[token]!
        above[place] = high![index]!.values[token]! - middle[index]!.values[token]!
      })
    })
  } finally {
    await imputer.dispose()
  }
  return { filled, widths: knowsQuartiles ? { below, above } : null }
}

/** Where each token of a window is: channel by channel, in order of time. */
function observedPlaces({ truth }: Hidden, { channels }: TimeSeries, window: number): number[] {
  return channels.flatMap(({ values }, channel) =>
    [...values.keys()]
      .filter((step) => !Number.isNaN(values[step]))
      .map((step) => placeOf(truth, window, step, channel)),
  )
}
