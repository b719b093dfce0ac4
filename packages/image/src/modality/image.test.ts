import { createRandom } from '@romae/internal/random'
import { acceptModality } from '@romae/tokenizer/modality'
import { describe, expect, it } from 'vitest'
import { decodeImage } from '../decode/decode-image.ts'
import * as entry from '../modality.ts'
import { noise } from '../testing/pictures.ts'
import { resolvedOptions } from '../testing/reading.ts'
import { augmentation } from './augmentation.ts'
import { image } from './image.ts'

const images = [noise({ width: 8, height: 8 }), noise({ width: 8, height: 8, id: 'second' })]
const patches = { patch: 4, normalize: 'fitted', positions: 'patch' } as const

it('is the default of the entry, and what the contract wants', () => {
  expect(entry.default).toBe(image)
  expect(acceptModality(entry.default, '@romae/image/modality')).toBe(image)
})

it('has options in the order that runs have recorded', () => {
  const keys = ['size', 'channels', 'file', 'label', 'augment']
  expect(Object.keys(resolvedOptions())).toEqual(keys)
  expect(Object.keys(resolvedOptions({ missing: [''], group: '1' }))).toEqual([...keys, 'group', 'missing'])
})

it('suggests the paper’s Table 10', () => {
  expect(image.suggests!.paper).toMatchObject({
    model: { size: 'small' },
    pretraining: { learningRate: 2e-4, batchSize: 1024, epochs: 200, clipNorm: 1, warmupSteps: 2000 },
    finetuning: { learningRate: 1e-3, batchSize: 1024, epochs: 15, warmupSteps: 500, clipNorm: 1 },
  })
})

describe('the tokenizer', () => {
  it('is the same, fitted to images that are held and to images that are read', async () => {
    const lazy = { length: images.length, sample: async (index: number) => images[index]! }
    const held = await image.fit(images, patches)
    const read = await image.fit(lazy, patches)
    expect(JSON.stringify(read.toJSON!())).toBe(JSON.stringify(held.toJSON!()))
    expect(JSON.stringify(held.toJSON!())).toContain('"std"')
    const { name } = held
    expect(image.restore({ name, state: held.toJSON!() }).tokenize(images[0]!)).toEqual(held.tokenize(images[0]!))
  })

  it('needs images', async () => {
    await expect(async () => image.fit([], patches)).rejects.toThrowRomae('IMAGE_NOTHING_TO_FIT')
  })
})

describe('augmentation', () => {
  it('goes by the options alone, differently each time, and keeps the size', () => {
    expect(augmentation({ augment: { flip: false, leastArea: 1, operations: 0, magnitude: 9 } })).toBeNull()
    const change = augmentation({ augment: { flip: true, leastArea: 0.3, operations: 2, magnitude: 9 } })!
    const [first, again, other] = [1, 1, 2].map((seed) => change(images[0]!, createRandom(seed)))
    expect(first).toMatchObject({ width: 8, height: 8 })
    expect(again!.data).toEqual(first!.data)
    expect(other!.data).not.toEqual(first!.data)
  })

  it('says which options have no effect', () => {
    const unused = (operations: number, path: string) =>
      Object.keys(image.unusedOptions!({ data: { augment: { operations } } }, [path]))
    expect(unused(0, 'photos')).toEqual(['data.file', 'data.label', 'data.missing', 'data.augment.magnitude'])
    expect(unused(2, 'list.CSV')).toEqual([])
  })
})

it('shows the original, the masked and the reconstructed image in a row', async () => {
  const tokenizer = await image.fit(images, { ...patches, normalize: 'none' })
  const tokens = await tokenizer.tokenize(images[0]!)
  const masked = Uint8Array.from([0, 1, 0, 0])
  const filled = { ...tokens, values: tokens.values.map(() => 0) }
  const shown = { id: 'noise', sample: images[0]!, tokens, masked, filled }
  const [figure] = await image.figures!([shown], { tokenizer, options: {} })
  expect(figure).toMatchObject({ kind: 'pictures', pictures: [{ caption: 'noise' }] })
  if (figure?.kind !== 'pictures') throw new Error('no pictures')
  const picture = await decodeImage(figure.pictures[0]!.png)
  // Three images of 8 pixels with a column between them, each pixel a square of 16.
  expect([picture.width, picture.height]).toEqual([16 * (3 * 8 + 2), 16 * 8])
  const at = (column: number, row: number) => picture.data[(row * 16 * picture.width + column * 16) * 3]!
  const near = (value: number) => expect.closeTo(value, 2)
  expect(at(0, 0)).toEqual(near(images[0]!.data[0]!))
  expect([at(9 + 5, 1), at(9 + 1, 5)]).toEqual([near(0.5), near(images[0]!.data[(5 * 8 + 1) * 3]!)])
  expect([at(8, 0), at(18, 0)]).toEqual([1, 0])
})

it('tells of decoded images what they hold', () => {
  const grey = noise({ width: 4, height: 4, channels: 1 })
  expect(image.inspect!([{ ...grey, data: grey.data.map(() => 0.25) }], {})).toEqual([
    ['size', '4 x 4 pixels, whatever the files have (--size)'],
    ['channels', '1 (grey)'],
    ['mean', '0.250'],
  ])
  expect(image.inspect!([], {})).toEqual([])
})
