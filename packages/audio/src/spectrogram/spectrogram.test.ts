import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { noise } from '../testing/sounds.ts'
import { type PictureOptions, spectrogramPng } from './picture.ts'
import { type SpecAugmentOptions, specAugment } from './spec-augment.ts'
import { checkSpectrogram, type Spectrogram } from './spectrogram.ts'
import { spectrogramStatistics } from './statistics.ts'

function spectrogram(values: readonly number[] | Float32Array, bins: number, id = 'test'): Spectrogram {
  return { id, values: Float32Array.from(values), frames: values.length / bins, bins, framesPerSecond: 100 }
}

const mixed = spectrogram(noise(40 * 24, 2, 5), 24)

describe('checkSpectrogram', () => {
  it.each<[what: string, fields: object, code: string]>([
    ['values of another length', { frames: 39 }, 'AUDIO_NOT_A_SPECTROGRAM'],
    ['no frames', { frames: 0, values: new Float32Array(0) }, 'AUDIO_NOT_A_SPECTROGRAM'],
    ['other arrays', { values: new Float64Array(40 * 24) }, 'AUDIO_NOT_A_SPECTROGRAM'],
    ['no frame rate', { framesPerSecond: undefined }, 'AUDIO_NOT_A_SPECTROGRAM'],
    ['NaN', { values: mixed.values.slice().fill(Number.NaN, 25, 26) }, 'AUDIO_NOT_FINITE'],
  ])('refuses %s', async (_, fields, code) => {
    await expect(async () => checkSpectrogram({ ...mixed, ...fields })).rejects.toThrowRomae(code)
  })
})

describe('spectrogramStatistics', () => {
  const first = spectrogram([1, 5, 2, 5, 3, 5], 2, 'a')
  const second = spectrogram([6, 5], 2, 'b')

  it('per bin, of all frames; a constant bin has std 1', async () => {
    const { mean, std } = await spectrogramStatistics([first, second], 'per-bin')
    expect(mean).toEqual([3, 5])
    expect(std).toEqual([expect.closeTo(Math.sqrt(3.5), 12), 1])
  })

  it('global, of all values', async () => {
    const { mean, std } = await spectrogramStatistics([first, second], 'global')
    // 1, 2, 3, 6 and four times 5
    expect(mean).toEqual([expect.closeTo(4, 12)])
    expect(std).toEqual([expect.closeTo(Math.sqrt(22 / 8), 12)])
  })

  it('keeps its precision far from zero', async () => {
    const far = spectrogram([1e6, 1e6 + 1, 1e6 + 2], 1)
    expect((await spectrogramStatistics([far], 'per-bin')).std[0]).toBeCloseTo(Math.sqrt(2 / 3), 9)
  })

  it('refuses nothing, and other bins', async () => {
    await expect(spectrogramStatistics([], 'global')).rejects.toThrowRomae('AUDIO_NOTHING_TO_FIT')
    await expect(spectrogramStatistics([first, mixed], 'global')).rejects.toThrowRomae('AUDIO_BINS')
  })
})

describe('specAugment', () => {
  const options = { seed: 1, timeMasks: 2, timeWidth: 10, frequencyMasks: 1, frequencyWidth: 6, fill: 99 }
  const hidden = (augmented: Spectrogram) => {
    const { values, frames, bins } = augmented
    const isHidden = (frame: number, bin: number) => values[frame * bins + bin] === 99
    return {
      frames: Array.from({ length: frames }, (_, frame) => frame).filter((frame) =>
        Array.from({ length: bins }).every((_, bin) => isHidden(frame, bin)),
      ).length,
      bins: Array.from({ length: bins }, (_, bin) => bin).filter((bin) =>
        Array.from({ length: frames }).every((_, frame) => isHidden(frame, bin)),
      ).length,
      values: values.filter((value) => value === 99).length,
    }
  }

  it('hides whole bands of at most the widths, and nothing else', () => {
    const seen = { frames: 0, bins: 0 }
    for (let seed = 0; seed < 200; seed++) {
      const augmented = specAugment(mixed, { ...options, seed })
      const { frames, bins, values } = hidden(augmented)
      seen.frames = Math.max(seen.frames, frames)
      seen.bins = Math.max(seen.bins, bins)
      expect(values).toBe(frames * 24 + bins * 40 - frames * bins)
      expect(augmented.values.every((value, index) => value === 99 || value === mixed.values[index])).toBe(true)
    }
    expect(seen.bins).toBe(6)
    expect(seen.frames).toBeGreaterThan(14)
    expect(seen.frames).toBeLessThanOrEqual(20)
  })

  it('depends on seed and id only, and leaves the spectrogram alone', () => {
    const before = mixed.values.slice()
    expect(specAugment(mixed, options)).toEqual(specAugment(mixed, options))
    expect(mixed.values).toEqual(before)
    expect(specAugment(mixed, { ...options, seed: 2 })).not.toEqual(specAugment(mixed, options))
    expect(specAugment({ ...mixed, id: 'other' }, options).values).not.toEqual(specAugment(mixed, options).values)
  })

  it('fills with the mean unless told otherwise, and copes with widths beyond the spectrogram', () => {
    const two = spectrogram([2, 4], 1)
    const results = Array.from({ length: 40 }, (_, seed) =>
      [...specAugment(two, { seed, timeWidth: 100 }).values].join(),
    )
    expect(new Set(results)).toEqual(new Set(['2,4', '3,4', '2,3', '3,3']))
  })

  it.each<Partial<SpecAugmentOptions>>([{ seed: 0.5 }, { timeMasks: -1 }, { timeWidth: 1.5 }, { fill: Number.NaN }])(
    'refuses %j',
    async (wrong) => {
      await expect(async () => specAugment(mixed, { ...options, ...wrong })).rejects.toThrowRomae(
        'AUDIO_INVALID_OPTION',
      )
    },
  )
})

describe('spectrogramPng', () => {
  async function pixels(values: number[], bins: number, options: PictureOptions = {}) {
    const { width, height, data, palette } = decode(await spectrogramPng(spectrogram(values, bins), options))
    return { width, height, colors: Array.from(data, (index) => palette![index]!) }
  }
  const black = [0, 0, 4]
  const white = [252, 253, 191]

  it('draws time to the right and frequency upwards, in the colours of the map', async () => {
    const { width, height, colors } = await pixels([0, 1, 2, 0, 0, 0], 3)
    expect([width, height]).toEqual([2, 3])
    expect(colors).toEqual(
      [white, black, [183, 55, 121], black, black, black].map((color) => color.map((part) => expect.closeTo(part, -1))),
    )
    const viridis = await pixels([0, 1], 2, { colorMap: 'viridis' })
    expect(viridis.colors).toEqual([
      [253, 231, 37],
      [68, 1, 84],
    ])
  })

  it('scales, keeps to the range and greys what is NaN', async () => {
    const { width, height, colors } = await pixels([-9, 9, Number.NaN, 0], 4, { range: [0, 1], scale: 2 })
    expect([width, height]).toEqual([2, 8])
    expect(colors.slice(4, 8)).toEqual(Array(4).fill([128, 128, 128]))
    expect([colors[0], colors[8], colors[12]]).toEqual([black, white, black])
    expect((await pixels([3, 3], 2)).colors).toEqual([black, black])
  })

  it.each<PictureOptions>([{ range: [1, 1] }, { range: [0, Number.NaN] }, { scale: 0 }, { colorMap: 'jet' as never }])(
    'refuses %j',
    async (options) => {
      await expect(async () => spectrogramPng(mixed, options)).rejects.toThrowRomae('AUDIO_INVALID_OPTION')
    },
  )

  it('refuses pictures that nobody wants', async () => {
    await expect(async () => spectrogramPng(mixed, { scale: 1000 })).rejects.toThrowRomae('AUDIO_TOO_LARGE')
  })
})
