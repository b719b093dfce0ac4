import type { Tokenizer } from '@romae/tokenizer'
import { registerConformance } from '@romae/tokenizer/testing'
import { describe, test } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { observationTokenizer } from './observation.ts'
import { timestepTokenizer } from './timestep.ts'
import type { TimeSeriesTokenizer } from './tokenizer.ts'

const missing = Number.NaN
const channel = (times: number[], values: number[], errors: number[]) => ({
  times: Float64Array.from(times),
  values: Float64Array.from(values),
  extras: [Float64Array.from(errors)],
})

const complete = [
  fromGrid({
    id: 'rain',
    values: [
      [0, 12.5, 3, 0.2],
      [21, 19, 22, 25],
    ],
    times: [15000, 15001, 15003, 15004.5],
  }),
  fromGrid({ id: 'dry', values: [[0], [30]], times: [15100] }),
]
const gappy = [
  ...complete,
  fromGrid({
    id: 'gaps',
    values: [
      [missing, 1, missing],
      [missing, 20, 21],
    ],
  }),
]
const irregular: TimeSeries[] = [
  { id: 'star', channels: [channel([3, 4.5, 90], [1, 2, -4], [0.1, 0.2, 0.1]), channel([4], [7], [1])] },
  { id: 'one band', channels: [channel([], [], []), channel([-3, -1], [7, 8], [1, 2])] },
]
const emptySamples = [fromGrid({ id: 'nothing', values: [[], []] }), fromGrid({ id: 'no channels', values: [[]] })]

/** All that a restored series can hold: origin and identity are not in the tokens. */
const sameValues = (original: TimeSeries, restored: TimeSeries) =>
  original.channels.every(({ values }, index) =>
    values.every((value, at) => Math.abs(value - restored.channels[index]!.values[at]!) <= 1e-5 * Math.max(1, value)),
  )

/** By the tokenizer's own factory, whose name the JSON has. */
const fromJSON = (json: unknown): Tokenizer<TimeSeries> => {
  const { name } = json as { name: string }
  return name === timestepTokenizer({ channels: 1 }).name
    ? timestepTokenizer.fromJSON(json)
    : observationTokenizer.fromJSON(json)
}

const onWarning = (warning: Error) => {
  throw warning
}

function conforms<Options>(
  name: string,
  tokenizer: () => TimeSeriesTokenizer<Options>,
  samples: TimeSeries[],
  equal?: (original: TimeSeries, restored: TimeSeries) => boolean,
) {
  describe(name, () => {
    registerConformance(test, { tokenizer, samples, emptySamples, fromJSON, onWarning, ...(equal && { equal }) })
  })
}

conforms('timesteps, as they are', () => timestepTokenizer({ channels: 2 }), complete, sameValues)
conforms(
  'timesteps, fitted, with log1p and a limit',
  () => timestepTokenizer.fit(complete, { transform: ['log1p', 'none'], time: { unit: 7 }, maxLength: 4 }),
  complete,
  sameValues,
)
conforms(
  'observations with a smoother’s estimate',
  () => observationTokenizer.fit(complete, { estimate: 'smoother' }),
  complete,
  sameValues,
)
conforms('timesteps, zeros for gaps', () => timestepTokenizer.fit(gappy, { missing: 'zero' }), gappy)
conforms('timesteps, interpolated', () => timestepTokenizer.fit(gappy, { missing: 'interpolate' }), gappy)
conforms('timesteps, with indicators', () => timestepTokenizer.fit(gappy, { missing: 'indicator' }), gappy)
conforms(
  'timesteps, irregular with extras',
  () => timestepTokenizer.fit(irregular, { missing: 'indicator' }),
  irregular,
)
conforms(
  'timesteps, with relative values beside extras',
  () => timestepTokenizer.fit(irregular, { missing: 'indicator', relativeValues: true }),
  irregular,
)
conforms('observations, with relative values', () => observationTokenizer.fit(gappy, { relativeValues: true }), gappy)
conforms('observations, as they are', () => observationTokenizer({ channels: 2 }), complete, sameValues)
conforms('observations, fitted, of gappy series', () => observationTokenizer.fit(gappy), gappy)
conforms(
  'observations, irregular with extras, thinned',
  () =>
    observationTokenizer.fit(irregular, {
      maxLengthPerChannel: 2,
      overlong: 'thin',
      time: { unit: 10, origin: 'zero' },
    }),
  irregular,
)

// Without a way back, which per-series standardisation has not: the conformance rules would rightly complain.
describe('observations, per series', () => {
  const { detokenize: _, ...tokenizer } = observationTokenizer({ channels: 2, standardize: 'per-series' })
  registerConformance(test, { tokenizer, samples: gappy, emptySamples, fromJSON, onWarning })
})
