import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { noise, picture } from '../testing/pictures.ts'
import { imageTokenizer } from './image-tokenizer.ts'

describe('tokens', () => {
  it('come in the order of the reference: (t p1) (h p2) (w p3) c -> (t h w) (p1 p2 p3 c)', () => {
    const [T, H, W, C] = [4, 4, 6, 2]
    const [p1, p2, p3] = [2, 2, 3]
    const image = noise({ frames: T, height: H, width: W, channels: C })
    const { values, positions, length } = imageTokenizer({ patch: [p1, p2, p3], channels: C }).tokenize(image)
    // Written out index by index, as einops defines the pattern.
    const expected: number[] = []
    const places: number[] = []
    for (let t = 0; t < T / p1; t++)
      for (let h = 0; h < H / p2; h++)
        for (let w = 0; w < W / p3; w++) {
          places.push(t, h, w)
          for (let a = 0; a < p1; a++)
            for (let b = 0; b < p2; b++)
              for (let c = 0; c < p3; c++)
                for (let k = 0; k < C; k++)
                  expected.push(image.data[(((t * p1 + a) * H + h * p2 + b) * W + w * p3 + c) * C + k]!)
        }
    expect(length).toBe(8)
    expect([...values]).toEqual(expected)
    expect([...positions]).toEqual(places)
  })

  it('of stills stand at [row, column]', () => {
    const tokenizer = imageTokenizer({ patch: [2, 2], channels: 1 })
    expect(tokenizer.axes).toEqual(['row', 'column'])
    const { values, positions } = tokenizer.tokenize(
      picture([
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ]),
    )
    expect([...values]).toEqual([1, 2, 5, 6, 3, 4, 7, 8])
    expect([...positions]).toEqual([0, 0, 0, 1])
  })

  it('stand from 0 to 1 in unit positions, at any size', () => {
    const tokenizer = imageTokenizer({ patch: [1, 1], channels: 1, positions: 'unit' })
    const { positions } = tokenizer.tokenize(noise({ width: 3, height: 1, channels: 1 }))
    expect([...positions]).toEqual([0, 0, 0, 0.5, 0, 1])
    const large = tokenizer.tokenize(noise({ width: 30, height: 20, channels: 1 }))
    expect([...large.positions.slice(-2)]).toEqual([1, 1])
  })

  it('are normalised by the statistics, channel by channel', () => {
    const normalize = { mean: [0.5, 0, 1], std: [0.5, 2, 1] }
    const tokenizer = imageTokenizer({ patch: [1, 1], normalize })
    const { values } = tokenizer.tokenize({ ...noise({ width: 1, height: 1 }), data: Float32Array.of(1, 1, 1) })
    expect([...values]).toEqual([1, 0.5, 0])
  })
})

describe('edge', () => {
  const row = picture([[1, 2, 3, 4, 5]])

  it('error names the nearest size', async () => {
    const tokenizer = imageTokenizer({ patch: [16, 16] })
    const still = { name: 'cat', size: '41×30 (rows×columns)', nearest: '48×32 (rows×columns)' }
    expect(() => tokenizer.tokenize(noise({ id: 'cat', width: 30, height: 41 }))).toThrowRomae(
      'IMAGE_PATCH_SIZE',
      still,
    )
    const stack = imageTokenizer({ patch: [2, 2, 2] })
    const frames = { size: expect.stringMatching(/^3×4×6 /), nearest: expect.stringMatching(/^4×4×6 /) }
    expect(() => stack.tokenize(noise({ frames: 3 }))).toThrowRomae('IMAGE_PATCH_SIZE', frames)
  })

  it('crop takes the middle', async () => {
    const tokenizer = imageTokenizer({ patch: [1, 3], channels: 1, edge: 'crop' })
    expect([...tokenizer.tokenize(row).values]).toEqual([2, 3, 4])
    await expect(async () => tokenizer.tokenize(picture([[1, 2]]))).rejects.toThrowRomae('IMAGE_TOO_SMALL')
  })

  it('pad repeats the last row, column and frame', () => {
    const tokenizer = imageTokenizer({ patch: [2, 2, 3], channels: 1, edge: 'pad' })
    const restored = tokenizer.detokenize(tokenizer.tokenize(row))
    expect([restored.frames, restored.height, restored.width]).toEqual([2, 2, 6])
    const padded = [1, 2, 3, 4, 5, 5]
    expect([...restored.data]).toEqual([padded, padded, padded, padded].flat())
  })
})

describe('detokenize', () => {
  it.each(['patch', 'unit'] as const)('takes tokens in any order (%s positions)', (positions) => {
    const image = noise({ frames: 2, width: 8, height: 6 })
    const tokenizer = imageTokenizer({ patch: [1, 2, 2], positions, normalize: 'cifar10' })
    const { values, positions: places, length } = tokenizer.tokenize(image)
    const order = Array.from({ length }, (_, index) => (index * 7) % length)
    const pick = (array: Float32Array, size: number) =>
      Float32Array.from(order.flatMap((token) => [...array.slice(token * size, (token + 1) * size)]))
    const restored = tokenizer.detokenize({
      values: pick(values, tokenizer.tokenSize),
      positions: pick(places, 3),
      length,
    })
    restored.data.forEach((value, index) => {
      expect(value).toBeCloseTo(image.data[index]!, 6)
    })
  })

  it.each([
    ['a missing token', [0, 0, 0, 1, 1, 0]],
    ['two tokens at one place', [0, 0, 0, 1, 1, 0, 1, 0]],
    ['positions off the grid', [0, 0, 0, 1.5, 1, 0, 1, 1.5]],
    ['a grid that does not begin at 0', [0, 1, 0, 2, 1, 1, 1, 2]],
  ])('refuses %s', async (_, positions) => {
    const tokenizer = imageTokenizer({ patch: [1, 1], channels: 1 })
    const length = positions.length / 2
    const tokens = { values: new Float32Array(length), positions: Float32Array.from(positions), length }
    await expect(async () => tokenizer.detokenize(tokens)).rejects.toThrowRomae('IMAGE_INVALID_TOKENS')
  })
})

describe('fit and JSON', () => {
  it('fits mean and deviation of each channel over all pixels', () => {
    const tokenizer = imageTokenizer.fit([picture([[0, 1]]), picture([[1, 1, 1, 0]])], { patch: [1, 2] })
    expect(tokenizer.options.channels).toBe(1)
    const { mean, std } = tokenizer.options.normalize as { mean: number[]; std: number[] }
    expect(mean[0]).toBeCloseTo(4 / 6, 12)
    expect(std[0]).toBeCloseTo(Math.sqrt((4 / 6) * (2 / 6)), 12)
  })

  it('comes back from JSON, statistics included', () => {
    const images = [noise({ frames: 2 })]
    const tokenizer = imageTokenizer.fit(images, { patch: [2, 2, 2], positions: 'unit', edge: 'pad' })
    const copy = imageTokenizer.fromJSON(JSON.parse(JSON.stringify(tokenizer)))
    expect(copy.options).toEqual(tokenizer.options)
    expect(copy.tokenize(images[0]!)).toEqual(tokenizer.tokenize(images[0]!))
  })

  it.each([
    ['nothing to fit to', () => imageTokenizer.fit([], { patch: [2, 2] }), 'IMAGE_NOTHING_TO_FIT'],
    ['mixed channels', () => imageTokenizer.fit([noise(), picture([[1]])], { patch: [1, 1] }), 'IMAGE_CHANNELS'],
    ["another tokenizer's JSON", () => imageTokenizer.fromJSON({ name: 'audio', options: {} }), 'IMAGE_INVALID_OPTION'],
    ['a patch of four sides', () => imageTokenizer({ patch: [1, 1, 1, 1] as never }), 'IMAGE_INVALID_OPTION'],
    [
      'a patch of 17 million values',
      () => imageTokenizer({ patch: [4096, 4100], channels: 1 }),
      'IMAGE_INVALID_OPTION',
    ],
    ['a patch of 0', () => imageTokenizer({ patch: [0, 1] }), 'IMAGE_INVALID_OPTION'],
    ['an unknown option', () => imageTokenizer({ patch: [1, 1], edges: 'pad' } as never), 'IMAGE_UNKNOWN_OPTION'],
    ['an unknown preset', () => imageTokenizer({ patch: [1, 1], normalize: 'mnist' as never }), 'IMAGE_INVALID_OPTION'],
    [
      'statistics of other channels',
      () => imageTokenizer({ patch: [1, 1], channels: 1, normalize: 'imagenet' }),
      'IMAGE_INVALID_OPTION',
    ],
    [
      'a stack for stills',
      () => imageTokenizer({ patch: [1, 1] }).tokenize(noise({ frames: 2 })),
      'IMAGE_SEVERAL_FRAMES',
    ],
    ['grey for colour', () => imageTokenizer({ patch: [1, 1] }).tokenize(picture([[1]])), 'IMAGE_CHANNELS'],
    [
      'values beyond 32 bits',
      () =>
        imageTokenizer({ patch: [1, 1], channels: 1, normalize: { mean: [0], std: [1e-30] } }).tokenize(
          picture([[1e30]]),
        ),
      'IMAGE_VALUE_RANGE',
    ],
  ])('refuses %s', async (_, call, code) => {
    expect((await caught(call)).code).toBe(code)
  })
})
