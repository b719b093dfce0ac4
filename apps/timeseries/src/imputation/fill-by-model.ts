import type { Engine } from '@romae/engine'
import type { TimeSeries, TimeSeriesTokenizer } from '@romae/timeseries'
import { createImputer, type PretrainedModel } from '@romae/trainer/node'
import type { Hidden } from './hide-values.ts'
import { placeOf, seriesOf } from './windows.ts'

/**
 * Fills what was hidden, and only that: each window by itself, from what is seen of it.
 *
 * @param tokenizer one token an observation, values as they are
 * @returns `[count, steps, channels]`: what was missing from the beginning stays missing
 */
export async function fillByModel(
  model: PretrainedModel,
  tokenizer: TimeSeriesTokenizer<unknown>,
  hidden: Hidden,
  engine: Engine,
): Promise<Float32Array> {
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
  const imputer = await createImputer(model, { engine, tokenizer })
  try {
    const samples = tasks.map(({ series, marks }) => ({ tokens: tokenizer.tokenize(series), hidden: marks }))
    const results = await imputer.fillTokens(samples)
    tasks.forEach(({ places, marks }, index) => {
      places.forEach((place, token) => {
        if (marks[token] === 1) filled[place] = results[index]!.values[token]!
      })
    })
  } finally {
    await imputer.dispose()
  }
  return filled
}

/** Where each token of a window is: channel by channel, in order of time. */
function observedPlaces({ truth }: Hidden, { channels }: TimeSeries, window: number): number[] {
  return channels.flatMap(({ values }, channel) =>
    [...values.keys()]
      .filter((step) => !Number.isNaN(values[step]))
      .map((step) => placeOf(truth, window, step, channel)),
  )
}
