import { registerConformance } from '@romae/tokenizer/testing'
import { describe, test } from 'vitest'
import type { Image } from '../image/image.ts'
import { noise } from '../testing/pictures.ts'
import { type ImageTokenizer, imageTokenizer } from './image-tokenizer.ts'

const stills = [noise(), noise({ id: 'wide', width: 10, height: 2 }), noise({ id: 'one patch', width: 2, height: 2 })]
const odd = [...stills, noise({ id: 'odd', width: 7, height: 5 })]
const stacks = [noise({ frames: 4, channels: 1 }), noise({ id: 'short', frames: 2, channels: 1 })]
const emptySamples = [
  { ...noise(), width: 0, data: new Float32Array() },
  { ...noise(), frames: 0, data: new Float32Array() },
]

/** All that a restored image can hold: id and label are not in the tokens. */
const samePixels = (original: Image, restored: Image) =>
  original.width === restored.width &&
  original.height === restored.height &&
  original.frames === restored.frames &&
  original.data.every((value, index) => Math.abs(value - restored.data[index]!) <= 1e-6)

const onWarning = (warning: Error) => {
  throw warning
}

function conforms(
  name: string,
  tokenizer: () => ImageTokenizer,
  samples: Image[],
  equal?: (original: Image, restored: Image) => boolean,
) {
  describe(name, () => {
    const { fromJSON } = imageTokenizer
    const ways = { fromJSON: (json: unknown) => fromJSON(json), onWarning, ...(equal && { equal }) }
    registerConformance(test, { tokenizer, samples, emptySamples, ...ways })
  })
}

conforms('stills as they are', () => imageTokenizer({ patch: [2, 2] }), stills, samePixels)
conforms('stills, fitted', () => imageTokenizer.fit(stills, { patch: [1, 2] }), stills, samePixels)
conforms(
  'stills, by a preset, in unit positions',
  () => imageTokenizer({ patch: [2, 2], normalize: 'imagenet', positions: 'unit' }),
  stills,
  samePixels,
)
conforms('stills, cropped', () => imageTokenizer({ patch: [2, 2], edge: 'crop' }), odd)
conforms('stills, padded', () => imageTokenizer({ patch: [4, 3], edge: 'pad' }), odd)
conforms('stacks in tubelets', () => imageTokenizer.fit(stacks, { patch: [2, 2, 3] }), stacks, samePixels)
conforms(
  'stacks, padded, in unit positions',
  () => imageTokenizer({ patch: [3, 3, 4], channels: 1, edge: 'pad', positions: 'unit' }),
  stacks,
)
