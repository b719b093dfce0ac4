import { createRandom } from '@romae/internal/random'
import { acceptModality } from '@romae/tokenizer/modality'
import { describe, expect, it } from 'vitest'
import { decodeImage } from '../decode/decode-image.ts'
import type { Image } from '../image/image.ts'
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
    expect(unused(0, 'photos')).toEqual([
      'data.file',
      'data.label',
      'data.labels',
      'data.labelSeparator',
      'data.missing',
      'data.split',
      'data.augment.magnitude',
    ])
    expect(unused(2, 'list.CSV')).toEqual(['data.pattern'])
  })
})

it('shows the original, the masked and the reconstructed image in a row', async () => {
  const tokenizer = await image.fit(images, { ...patches, normalize: 'none' })
  const tokens = await tokenizer.tokenize(images[0]!)
  const masked = Uint8Array.from([0, 1, 0, 0])
  const filled = { ...tokens, values: tokens.values.map(() => 0) }
  const shown = { id: 'noise', sample: images[0]!, tokens, masked, filled }
  const [figure] = await image.figures!([shown], { tokenizer, options: {} })
  const captions = ['noise', 'masked', 'reconstructed']
  expect(figure).toMatchObject({
    kind: 'pictures',
    across: 3,
    pictures: captions.map((caption) => ({ caption })),
  })
  if (figure?.kind !== 'pictures') throw new Error('no pictures')
  const [original, greyed, black] = await Promise.all(figure.pictures.map(({ png }) => decodeImage(png)))
  const at = ({ data, width }: Image, column: number, row: number) => data[(row * width + column) * 3]!
  expect([original!.width, original!.height]).toEqual([8, 8])
  expect(at(original!, 5, 1)).toBeCloseTo(at(images[0]!, 5, 1), 2)
  expect([at(greyed!, 5, 1), at(greyed!, 1, 5)]).toEqual([expect.closeTo(0.5, 2), at(original!, 1, 5)])
  expect(at(black!, 0, 0)).toBe(0)
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
