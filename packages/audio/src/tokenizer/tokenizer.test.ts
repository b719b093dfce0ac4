import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { SILENCE } from '../filter-bank/mel-filters.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import { noiseSpectrograms } from '../testing/spectrograms.ts'
import type { SpectrogramTokenizerOptions } from './options.ts'
import { fitOneByOne, spectrogramTokenizer } from './tokenizer.ts'

/** Frame f, bin b holds 10 f + b. */
function counting(frames: number, bins: number): Spectrogram {
  const values = Float32Array.from({ length: frames * bins }, (_, at) => 10 * Math.floor(at / bins) + (at % bins))
  return { id: 'counting', values, frames, bins, framesPerSecond: 50 }
}

const base = { bins: 4, framesPerSecond: 50, patch: [2, 2] } as const

describe('spectrogramTokenizer cuts', () => {
  it('patches in order of time, then frequency', () => {
    const tokens = spectrogramTokenizer(base).tokenize(counting(4, 4))
    expect(tokens.length).toBe(4)
    expect([...tokens.values]).toEqual([0, 1, 10, 11, 2, 3, 12, 13, 20, 21, 30, 31, 22, 23, 32, 33])
    expect([...tokens.positions]).toEqual([0, 0, 0, 1, 1, 0, 1, 1])
  })

  it('positions in seconds and bins', () => {
    const tokens = spectrogramTokenizer({ ...base, positions: 'seconds' }).tokenize(counting(4, 4))
    expect([...tokens.positions]).toEqual([0, 0, 0, 2, 0.04, 0, 0.04, 2].map(Math.fround))
  })

  it('any length, the last patches filled with silence', () => {
    const tokenizer = spectrogramTokenizer(base)
    expect(tokenizer.maxLength).toBeUndefined()
    const tokens = tokenizer.tokenize(counting(3, 4))
    expect([...tokens.values.subarray(8)]).toEqual([20, 21, SILENCE, SILENCE, 22, 23, SILENCE, SILENCE])
    expect(tokenizer.detokenize(tokens).frames).toBe(4)
  })

  it('to a fixed length: pads with what it is told to, cuts the end', () => {
    const tokenizer = spectrogramTokenizer({ ...base, frames: 4, fill: 7 })
    expect(tokenizer.maxLength).toBe(4)
    const padded = tokenizer.detokenize(tokenizer.tokenize(counting(1, 4)))
    expect([...padded.values]).toEqual([0, 1, 2, 3, ...Array(12).fill(7)])
    expect(tokenizer.detokenize(tokenizer.tokenize(counting(9, 4))).values).toEqual(counting(4, 4).values)
  })

  it('the paper: 1024 frames of 128 bins are 512 tokens of 256 values', async () => {
    const [spectrogram] = await noiseSpectrograms([1])
    const tokenizer = spectrogramTokenizer({ bins: 128, framesPerSecond: 100, frames: 1024 })
    expect(tokenizer).toMatchObject({ tokenSize: 256, maxLength: 512, axes: ['time', 'frequency'] })
    expect(tokenizer.tokenize(spectrogram!).length).toBe(512)
  })
})

describe('spectrogramTokenizer scales', () => {
  const train = [counting(2, 4), { ...counting(2, 4), id: 'again' }]

  it('by (x - mean) / (2 std), bin by bin or all alike', () => {
    // Bin b holds b and 10 + b: mean 5 + b, std 5.
    const perBin = spectrogramTokenizer.fit(train, { patch: [2, 4] })
    expect(perBin.options.statistics).toEqual({ mean: [5, 6, 7, 8], std: [5, 5, 5, 5] })
    expect([...perBin.tokenize(train[0]!).values]).toEqual([-0.5, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.5])
    const global = spectrogramTokenizer.fit(train, { patch: [2, 4], standardize: 'global' })
    const std = Math.sqrt(25 + 1.25)
    expect(global.options.statistics).toEqual({ mean: [6.5], std: [expect.closeTo(std, 12)] })
    expect(global.tokenize(train[0]!).values[7]).toBeCloseTo(6.5 / (2 * std), 6)
    const none = spectrogramTokenizer.fit(train, { patch: [2, 4], standardize: 'none' })
    expect(none.options.statistics).toBeUndefined()
    expect(none.tokenize(train[0]!).values[7]).toBe(13)
  })

  it.each(['per-bin', 'global', 'none'] as const)(
    'fits what comes one by one as it fits a list, %s',
    async (standardize) => {
      const list = [...train, counting(4, 4)]
      async function* later() {
        for (const spectrogram of list) yield spectrogram
      }
      const options = { patch: [2, 4], standardize } as const
      const fitted = await fitOneByOne(later(), options)
      expect(fitted.toJSON()).toEqual(spectrogramTokenizer.fit(list, options).toJSON())
      await expect(fitOneByOne((async function* () {})(), options)).rejects.toThrowRomae('AUDIO_NOTHING_TO_FIT')
    },
  )

  it('fits a generator, gone through once', () => {
    function* generated() {
      yield* train
    }
    expect(spectrogramTokenizer.fit(generated(), { patch: [2, 4] }).options.statistics?.mean).toEqual([5, 6, 7, 8])
  })

  it('comes back from JSON as it was', () => {
    const tokenizer = spectrogramTokenizer.fit(train, { patch: [2, 2], frames: 4, positions: 'seconds' })
    const again = spectrogramTokenizer.fromJSON(JSON.parse(JSON.stringify(tokenizer)))
    expect(again.options).toEqual(tokenizer.options)
    expect(again.tokenize(train[0]!)).toEqual(tokenizer.tokenize(train[0]!))
  })
})

describe('detokenize', () => {
  const tokenizer = spectrogramTokenizer({ ...base, positions: 'seconds' })
  const tokens = tokenizer.tokenize(counting(4, 4))
  const moved = (...positions: number[]) => ({ ...tokens, positions: Float32Array.from(positions) })

  it('takes tokens in any order', () => {
    const order = [2, 0, 3, 1]
    const shuffled = {
      length: 4,
      values: Float32Array.from(order.flatMap((token) => [...tokens.values.subarray(4 * token, 4 * token + 4)])),
      positions: Float32Array.from(order.flatMap((token) => [...tokens.positions.subarray(2 * token, 2 * token + 2)])),
    }
    expect(tokenizer.detokenize(shuffled)).toEqual({ ...counting(4, 4), id: '' })
  })

  it.each([
    ['a patch twice', moved(0, 0, 0, 2, 0.04, 0, 0.04, 0)],
    ['a hole', moved(0, 0, 0, 2, 0.08, 0, 0.08, 2)],
    ['a place between two', moved(0, 0, 0, 1, 0.04, 0, 0.04, 2)],
    ['a negative time', moved(-0.04, 0, 0, 2, 0.04, 0, 0.04, 2)],
    ['half a row', { length: 3, values: tokens.values.slice(0, 12), positions: tokens.positions.slice(0, 6) }],
  ])('refuses %s', async (_, wrong) => {
    await expect(async () => tokenizer.detokenize(wrong)).rejects.toThrowRomae('AUDIO_INVALID_TOKENS')
  })
})

describe('spectrogramTokenizer refuses', () => {
  it.each<Partial<SpectrogramTokenizerOptions>>([
    { patch: [2, 3] },
    { patch: [0, 2] },
    { patch: [2] as never },
    { frames: 3 },
    { bins: 65_538 },
    { frames: 2 ** 25 },
    { patch: [2 ** 25, 2] },
    { maxFrames: 5 },
    { frames: 4, maxFrames: 4 },
    { fill: Number.NaN },
    { standardize: 'per-bin' },
    { statistics: { mean: [0], std: [1] } },
    { standardize: 'global', statistics: { mean: [0, 0], std: [1, 1] } },
    { standardize: 'global', statistics: { mean: [0], std: [0] } },
    { positions: 'frames' as never },
    { framesPerSecond: 0 },
  ])('%j', async (options) => {
    await expect(async () => spectrogramTokenizer({ ...base, ...options })).rejects.toThrowRomae('AUDIO_INVALID_OPTION')
  })

  it('spectrograms that it was not made for', async () => {
    const tokenizer = spectrogramTokenizer({ ...base, maxFrames: 4 })
    const code = async (spectrogram: Spectrogram) => (await caught(() => tokenizer.tokenize(spectrogram))).code
    expect(await code(counting(4, 6))).toBe('AUDIO_BINS')
    expect(await code({ ...counting(4, 4), framesPerSecond: 100 })).toBe('AUDIO_FRAME_RATE')
    expect(await code(counting(5, 4))).toBe('AUDIO_TOO_LONG')
    expect(await code({ ...counting(4, 4), values: new Float32Array(16).fill(Number.NaN) })).toBe('AUDIO_NOT_FINITE')
    const tiny = spectrogramTokenizer({ ...base, standardize: 'global', statistics: { mean: [0], std: [1e-300] } })
    await expect(async () => tiny.tokenize(counting(2, 4))).rejects.toThrowRomae('AUDIO_VALUE_RANGE')
  })

  it('to be fitted to nothing, to two kinds, or with statistics', async () => {
    const fit = async (spectrograms: Spectrogram[], options = {}) =>
      (await caught(() => spectrogramTokenizer.fit(spectrograms, { patch: [2, 2], ...options }))).code
    expect(await fit([])).toBe('AUDIO_NOTHING_TO_FIT')
    expect(await fit([counting(2, 4), counting(2, 6)])).toBe('AUDIO_BINS')
    expect(await fit([counting(2, 4), { ...counting(2, 4), framesPerSecond: 9 }])).toBe('AUDIO_FRAME_RATE')
    expect(await fit([counting(2, 4)], { statistics: { mean: [0], std: [1] } })).toBe('AUDIO_UNKNOWN_OPTION')
    expect(await fit([counting(2, 4)], { patch: [2, 3] })).toBe('AUDIO_INVALID_OPTION')
    const json = { name: 'image/patches', options: {} }
    await expect(async () => spectrogramTokenizer.fromJSON(json)).rejects.toThrowRomae('AUDIO_INVALID_OPTION')
  })
})
