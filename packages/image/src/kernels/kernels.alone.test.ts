import { describe, expect, it, vi } from 'vitest'
import { largestDifference, noise } from '../testing/pictures.ts'
import { normalize, normalizeWithKernels } from '../tokenizer/normalize-runs.ts'
import { resample } from '../transforms/resample.ts'
import { resampleImage, resampleWithKernels } from '../transforms/resample-image.ts'
import { takeRoom } from './kernels.ts'

describe('the kernels give what TypeScript gives:', () => {
  // Enlarged and shrunk, by whole numbers and not; rows of 1 to 500 numbers, with and without a rest after groups of 4 and 16.
  const sizes: [width: number, height: number][] = [
    [1, 1],
    [3, 40],
    [7, 5],
    [16, 3],
    [17, 64],
    [100, 2],
  ]
  const filters = ['bilinear', 'bicubic'] as const
  it.each(filters.flatMap((filter) => [1, 2, 3, 4, 5].map((channels) => [filter, channels] as const)))(
    'resample, %s, %i channels',
    (filter, channels) => {
      for (const [width, height] of sizes) {
        const image = noise({ frames: 2, width: 9, height: 8, channels })
        const across = { outer: 16, length: 9, inner: channels, count: width, filter }
        const down = { outer: 2, length: 8, inner: width * channels, count: height, filter }
        const quick = resampleWithKernels(image.data, across, down)!
        expect(quick).toHaveLength(2 * width * height * channels)
        expect(largestDifference(quick, resample(resample(image.data, across), down))).toBeLessThan(1e-6)
      }
    },
  )

  it.each([1, 2, 3, 4, 6, 11, 48])('normalize, runs of %i', (run) => {
    const { data } = noise({ width: run, height: 7, channels: 1 })
    const starts = Int32Array.of(0, 3 * run, 6 * run, run)
    const mean = Float64Array.from({ length: run }, (_, index) => 0.1 * index)
    const scale = Float64Array.from({ length: run }, (_, index) => 1 + index)
    const [quick, slow] = [normalizeWithKernels(data, starts, mean, scale)!, normalize(data, starts, mean, scale)]
    expect([quick.finite, slow.finite]).toEqual([true, true])
    expect(quick.values).toHaveLength(4 * run)
    expect(largestDifference(quick.values, slow.values)).toBeLessThan(1e-6 * run * run)
  })

  it.each([Number.NaN, Infinity, -Infinity, 3e38])('%d anywhere is seen', (value) => {
    for (const run of [1, 3, 8]) {
      for (let index = 0; index < 2 * run; index++) {
        const data = new Float32Array(2 * run)
        data[index] = value
        const given = [data, Int32Array.of(0, run), new Float64Array(run), new Float64Array(run).fill(10)] as const
        expect([normalizeWithKernels(...given)!.finite, normalize(...given).finite]).toEqual([false, false])
      }
    }
  })
})

describe('room for an image', () => {
  it('is bounded: larger images are resampled in TypeScript', () => {
    expect(takeRoom({ all: 2 ** 22 - 4 })).toBeDefined()
    expect(takeRoom({ all: 2 ** 22 - 3 })).toBeUndefined()
    const image = noise({ width: 2, height: 2, channels: 1 })
    const across = { outer: 2, length: 2, inner: 1, count: 100_000, filter: 'bilinear' } as const
    const down = { outer: 1, length: 2, inner: 100_000, count: 50, filter: 'bilinear' } as const
    expect(resampleWithKernels(image.data, across, down)).toBeUndefined()
    const resized = resampleImage(image, { width: 100_000, height: 50 }, 'bilinear')
    expect(largestDifference(resized, resample(resample(image.data, across), down))).toBe(0)
  })

  it('may be none, and then TypeScript does the work', async () => {
    vi.resetModules()
    vi.stubGlobal('WebAssembly', undefined)
    try {
      const { resize } = await import('../transforms/resize.ts')
      const { takeRoom: take } = await import('./kernels.ts')
      expect(take({ a: 1 })).toBeUndefined()
      expect(resize(noise(), { width: 9, height: 9 }).data).toHaveLength(9 * 9 * 3)
    } finally {
      vi.unstubAllGlobals()
    }
  })
})
