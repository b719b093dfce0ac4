import type { Engine } from '@romae/engine'
import {
  fillMissing,
  hideObservations,
  mergedTimes,
  observationTokenizer,
  type TimeSeries,
  windows,
} from '@romae/timeseries'
import { createImputer, type PretrainedModel, type PretrainOptions, regressionMetrics } from '@romae/trainer/node'
import { linearInterpolation, number, type OptionDeclaration } from 'romae'
import { climatology, fillBy, lastValue } from './baselines.ts'
import { splitAtYear } from './weather.ts'

/** Everything that can be chosen. Chosen on 2014, with a model trained on 2012 and 2013; 2015 was looked at last. */
export const preset = {
  /** The year to fill; all years before it are for training. */
  testYear: 2015,
  /** Days that the model sees at once. */
  windowDays: 16,
  /** Fraction of each channel's values that are hidden. */
  hiddenFraction: 0.5,
  steps: 400,
  batchSize: 32,
  learningRate: 1e-3,
} as const

/** What `--set` may change. */
export const settingSchema = {
  testYear: number,
  windowDays: number,
  hiddenFraction: number,
  steps: number,
  batchSize: number,
  learningRate: number,
} as const satisfies Record<keyof typeof preset, OptionDeclaration>

export type Settings = { readonly [Key in keyof typeof preset]: number } & { readonly seed: number }

/** One city: the years to learn from, and the test year in two halves. */
export interface City {
  readonly name: string
  readonly before: TimeSeries
  readonly during: TimeSeries
  readonly observed: TimeSeries
  readonly hidden: TimeSeries
}

/** The hidden values of one city by one method: for each channel, at `hidden.channels[channel].times`. */
export type FilledValues = readonly (readonly Float64Array[])[]

export function prepareCities(series: readonly TimeSeries[], { testYear, hiddenFraction, seed }: Settings): City[] {
  return series.map((city) => {
    const { before, during } = splitAtYear(city, testYear)
    return { name: city.id, before, during, ...hideObservations(during, hiddenFraction, seed) }
  })
}

/** What to pre-train on, and how; the tokenizer has the training years' means and deviations. */
export function pretraining(cities: readonly City[], { windowDays, hiddenFraction, ...rest }: Settings) {
  const tokenizer = observationTokenizer.fit(cities.map(({ before }) => before))
  const samples = cities.flatMap(({ before }) => windows(before, { length: windowDays, stride: 1 }))
  const { steps, batchSize, learningRate, seed } = rest
  return {
    tokenizer,
    samples,
    model: { encoder: 'tiny-shallow', decoder: 'tiny-shallow' },
    maskRatio: hiddenFraction,
    training: { steps, batchSize, learningRate, seed },
  } as const satisfies PretrainOptions<TimeSeries>
}

/** Fills the hidden values by the model and by each baseline. */
export async function fillAll(
  cities: readonly City[],
  model: PretrainedModel,
  tokenizer: ReturnType<typeof observationTokenizer>,
  { windowDays }: Settings,
  engine: Engine,
): Promise<Record<string, FilledValues>> {
  const byModel: Float64Array[][] = []
  const imputer = await createImputer(model, { engine })
  for (const { observed, during, hidden } of cities) {
    const complete = await fillMissing(observed, {
      tokenizer,
      length: windowDays,
      times: mergedTimes(during),
      fill: imputer.fillTokens,
    })
    byModel.push(hidden.channels.map(({ times }, channel) => valuesAt(complete, channel, times)))
  }
  await imputer.dispose()
  const byBaseline = (baselineOf: (city: City) => Parameters<typeof fillBy>[0]) =>
    cities.map((city) => fillBy(baselineOf(city), city.observed, city.hidden))
  return {
    RoMAE: byModel,
    'linear interpolation': byBaseline(() => () => linearInterpolation),
    'last value': byBaseline(() => () => lastValue),
    climatology: byBaseline((city) => (channel) => climatology(city.before.channels[channel]!)),
  }
}

/** Root mean squared error of one channel over all cities, in the channel's unit. */
export function rmse(cities: readonly City[], filled: FilledValues, channel: number): number {
  const predicted = cities.flatMap((_, city) => [...filled[city]![channel]!])
  const actual = cities.flatMap(({ hidden }) => [...hidden.channels[channel]!.values])
  return regressionMetrics(predicted, actual).rmse
}

function valuesAt(series: TimeSeries, channel: number, wanted: Float64Array): Float64Array {
  const { times, values } = series.channels[channel]!
  const places = new Map(Array.from(times, (time, index) => [time, index]))
  return wanted.map((time) => values[places.get(time)!]!)
}
