import { test } from 'node:test' // or 'vitest'
import { registerConformance } from '@romae/tokenizer/testing'
import { soundingTokenizer } from './sounding-tokenizer.ts'

const [reef, basin] = [
  { latitude: 35.1, longitude: 139.2, depth: 12.5 },
  { latitude: 35.4, longitude: 139.9, depth: 1430 },
]
registerConformance(test, {
  tokenizer: () => soundingTokenizer(),
  samples: [[reef, basin], [basin]],
  emptySamples: [[]],
  lossless: true,
  fromJSON: (json) => soundingTokenizer(json),
})
