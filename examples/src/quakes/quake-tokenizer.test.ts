import { registerConformance } from '@romae/tokenizer/testing'
import { test } from 'vitest'
import { type Quake, quakeTokenizer } from './quake-tokenizer.ts'

const castaic: Quake = { time: 1_517_966_773_840, latitude: 34.4945, longitude: -118.667, depth: 26.49, magnitude: 2 }
const fiji: Quake = { time: 1_517_968_154_000, latitude: -18.12, longitude: 178.8, depth: 573.76, magnitude: 4.6 }

registerConformance(test, {
  tokenizer: () => quakeTokenizer({ mean: 1.5, std: 1.1 }),
  samples: [[castaic, fiji], [castaic]],
  emptySamples: [[]],
  fromJSON: (json) => quakeTokenizer(json as { mean: number; std: number }),
})
