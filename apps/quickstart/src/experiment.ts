import { hideObservations, hidePattern, observationTokenizer, type TimeSeries, windows } from '@romae/timeseries'
import type { PretrainOptions } from '@romae/trainer/node'
import { number, type OptionDeclaration } from 'romae'
import { splitAtYear } from './weather.ts'

/** Everything that can be chosen. Chosen on 2014, with models trained on 2012 and 2013; 2015 was looked at last. */
export const preset = {
  /** The year to fill; all years before it are for training. */
  testYear: 2015,
  /** Days that a model sees at once. */
  windowDays: 32,
  /** Fraction of each channel's values that a mask hides. */
  hiddenFraction: 0.5,
  /** Masks, each drawn anew: errors are the mean of theirs. */
  masks: 3,
  /** Days of each block of the other task. */
  blockDays: 8,
  /** Models, of this seed and the next ones, whose fillings are averaged. */
  models: 1,
  steps: 800,
  batchSize: 32,
  learningRate: 4e-3,
} as const

/** What `--set` may change. */
export const settingSchema = {
  testYear: number,
  windowDays: number,
  hiddenFraction: number,
  masks: number,
  blockDays: number,
  models: number,
  steps: number,
  batchSize: number,
  learningRate: number,
} as const satisfies Record<keyof typeof preset, OptionDeclaration>

export type Settings = { readonly [Key in keyof typeof preset]: number } & { readonly seed: number }

/** Width and depth of the models. */
const stack = { dModel: 64, heads: 2 } as const
/** The fraction of the days whose values a task of blocks hides. */
const BLOCK_FRACTION = 0.3

/** One city: the years to learn from, and the test year. */
export interface City {
  readonly name: string
  readonly before: TimeSeries
  readonly during: TimeSeries
  /** The test year; what is hidden is missing. */
  readonly kept: TimeSeries
  readonly hidden: TimeSeries
}

/** Values that were hidden in one way, to be filled. */
export interface Task {
  readonly kind: 'scattered' | 'blocks'
  readonly cities: readonly City[]
}

/** The cities with the scattered values of one mask hidden. */
export function prepareCities(series: readonly TimeSeries[], { testYear, hiddenFraction, seed }: Settings): City[] {
  return series.map((city) => {
    const { before, during } = splitAtYear(city, testYear)
    const { hidden } = hideObservations(during, hiddenFraction, seed)
    return { name: city.id, before, during, hidden, kept: without(during, hidden) }
  })
}

/** The masks one after the other, then blocks of days without any value. */
export function prepareTasks(series: readonly TimeSeries[], settings: Settings): Task[] {
  const scattered = Array.from({ length: settings.masks }, (_, mask): Task => {
    return { kind: 'scattered', cities: prepareCities(series, { ...settings, seed: settings.seed + mask }) }
  })
  const whole = series.map((city) => splitAtYear(city, settings.testYear))
  const pattern = { kind: 'rows', length: settings.blockDays } as const
  const blocks = hidePattern(
    whole.map(({ during }) => during),
    pattern,
    BLOCK_FRACTION,
    settings.seed,
  )
  const cities = whole.map((years, index) => {
    return { name: series[index]!.id, ...years, kept: blocks.kept[index]!, hidden: blocks.hidden[index]! }
  })
  return [...scattered, { kind: 'blocks', cities }]
}

/**
 * What to pre-train on, and how. What the calendar knows of each city is taken out first, by the training years, and so is what a
 * smoother makes of the values that are visible: the model learns what both leave.
 */
export function pretraining(
  cities: readonly City[],
  { windowDays, hiddenFraction, steps, batchSize, learningRate, seed }: Settings,
) {
  const years = cities.map(({ before }) => before)
  const tokenizer = observationTokenizer.fit(years, {
    season: 'harmonics',
    seriesStatistics: 'own',
    estimate: 'smoother',
  })
  return {
    tokenizer,
    samples: years.flatMap((one) => windows(one, { length: windowDays, stride: 1 })),
    model: {
      encoder: { ...stack, depth: 2 },
      decoder: { ...stack, depth: 1 },
      channels: 'embedding',
      rotations: 'fitted',
    },
    maskRatio: hiddenFraction,
    // Most values are missing one by one; the rest as blocks of days, or as the days to come.
    maskPatterns: [
      { kind: 'scattered', share: 0.7 },
      { kind: 'gaps', share: 0.2, spans: [8, 16, 24] },
      { kind: 'end', share: 0.1 },
    ],
    training: { steps, batchSize, learningRate, seed },
  } as const satisfies PretrainOptions<TimeSeries>
}

function without(during: TimeSeries, hidden: TimeSeries): TimeSeries {
  const channels = during.channels.map((channel, index) => {
    const isHidden = new Set(hidden.channels[index]!.times)
    return {
      ...channel,
      values: channel.values.map((value, row) => (isHidden.has(channel.times[row]!) ? Number.NaN : value)),
    }
  })
  return { ...during, channels }
}
