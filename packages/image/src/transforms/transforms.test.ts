import { describe, expect, it } from 'vitest'
import { largestDifference, noise, picture } from '../testing/pictures.ts'
import { centerCrop } from './crop.ts'
import { flipHorizontal, randomHorizontalFlip } from './flip.ts'
import { randomResizedCrop } from './random-resized-crop.ts'
import { resize } from './resize.ts'

const source = picture([
  [0, 0.1, 0.9, 0.4, 0.7],
  [0.2, 1, 0.3, 0.6, 0.05],
  [0.8, 0.15, 0.55, 0.95, 0.35],
  [0.45, 0.65, 0.25, 0, 1],
])

describe('resize', () => {
  // What Pillow 12 gives for this image in mode F, bicubic kept within [0, 1] as ours is.
  it.each([
    [3, 2, 'bilinear', [0.32551, 0.56429, 0.45408, 0.53061, 0.43175, 0.54592]],
    [3, 2, 'bicubic', [0.30462, 0.59757, 0.44399, 0.54956, 0.41081, 0.55527]],
    [2, 5, 'bilinear', [0.26364, 0.59545, 0.47682, 0.44114, 0.52614, 0.50341, 0.47864, 0.56364, 0.46591, 0.40455]],
    [2, 5, 'bicubic', [0.23269, 0.63912, 0.48731, 0.4172, 0.55309, 0.49123, 0.47302, 0.5858, 0.45347, 0.4025]],
    [
      ...[7, 6, 'bicubic'],
      [
        ...[0, 0, 0.2783, 0.93947, 0.52083, 0.50687, 0.7635, 0.02884, 0.34488, 0.62193, 0.60294, 0.51278, 0.42218],
        ...[0.37082, 0.24963, 0.69788, 0.82503, 0.29884, 0.60282, 0.41431, 0.00464, 0.78044, 0.44159, 0.25522, 0.53032],
        ...[0.91934, 0.68734, 0.22818, 0.66662, 0.48762, 0.35208, 0.40588, 0.43611, 0.57927, 0.72599, 0.41207, 0.60027],
        ...[0.60055, 0.23026, 0, 0.40484, 1],
      ],
    ],
  ] as [number, number, 'bilinear' | 'bicubic', number[]][])(
    'to %i×%i, %s, as Pillow',
    (width, height, filter, data) => {
      const resized = resize(source, { width, height, filter })
      expect([resized.width, resized.height]).toEqual([width, height])
      expect(largestDifference(resized.data, data)).toBeLessThan(1e-5)
    },
  )

  it('treats channels and frames alike', () => {
    const stack = noise({ width: 9, height: 7, channels: 2, frames: 3 })
    const resized = resize(stack, { width: 4, height: 5 })
    const part = (image: typeof stack, frame: number, channel: number) => {
      const size = image.height * image.width * image.channels
      const data = image.data.slice(frame * size, (frame + 1) * size).filter((_, index) => index % 2 === channel)
      return { ...image, channels: 1, frames: 1, data }
    }
    for (const frame of [0, 1, 2]) {
      for (const channel of [0, 1]) {
        const alone = resize(part(stack, frame, channel), { width: 4, height: 5 })
        expect(alone.data).toEqual(part(resized, frame, channel).data)
      }
    }
  })

  it('sets the shorter side and keeps the shape', () => {
    const resized = resize(noise({ width: 60, height: 40 }), { shorter: 20 })
    expect([resized.width, resized.height]).toEqual([30, 20])
  })

  it('leaves an image of that size as it is', () => {
    const image = noise()
    expect(resize(image, { width: 6, height: 4, filter: 'bicubic' })).toEqual(image)
  })

  it.each([{ width: 0, height: 4 }, { shorter: 1.5 }, { width: 3 }, { width: 3, height: 3, filter: 'lanczos' }])(
    'refuses %j',
    async (options) => {
      await expect(async () => resize(source, options as never)).rejects.toThrowRomae('IMAGE_INVALID_OPTION')
    },
  )
})

describe('centerCrop', () => {
  it('takes the middle of every frame', () => {
    const image = noise({ width: 5, height: 4, channels: 1, frames: 2 })
    const cropped = centerCrop(image, { width: 3, height: 2 })
    const at = (frame: number, row: number, column: number) => image.data[(frame * 4 + row) * 5 + column]!
    const expected = [0, 1].flatMap((frame) =>
      [1, 2].flatMap((row) => [1, 2, 3].map((column) => at(frame, row, column))),
    )
    expect([...cropped.data]).toEqual(expected)
    expect(cropped).toMatchObject({ width: 3, height: 2, frames: 2 })
  })

  it('refuses an image that is too small', async () => {
    const fields = { name: 'noise', size: '6×4', needed: '8×2' }
    expect(() => centerCrop(noise(), { width: 8, height: 2 })).toThrowRomae('IMAGE_TOO_SMALL', fields)
  })
})

describe('flipping', () => {
  it('exchanges left and right', () => {
    const image = picture([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect([...flipHorizontal(image).data]).toEqual([3, 2, 1, 6, 5, 4])
    const colour = { ...noise({ width: 2, height: 1 }), data: Float32Array.of(1, 2, 3, 4, 5, 6) }
    expect([...flipHorizontal(colour).data]).toEqual([4, 5, 6, 1, 2, 3])
    expect(flipHorizontal(flipHorizontal(noise({ frames: 2 })))).toEqual(noise({ frames: 2 }))
  })

  it('happens as often as asked, by seed, epoch and id', () => {
    const image = noise()
    const flips = (options: object) =>
      Array.from({ length: 2000 }, (_, seed) => randomHorizontalFlip(image, { seed, ...options }) !== image)
    const share = (options: object) => flips(options).filter(Boolean).length / 2000
    expect(share({ probability: 0.25 })).toBeCloseTo(0.25, 1)
    expect(share({ probability: 0 })).toBe(0)
    expect(share({ probability: 1 })).toBe(1)
    expect(flips({})).toEqual(flips({ epoch: 0 }))
    expect(flips({})).not.toEqual(flips({ epoch: 1 }))
    const ids = Array.from({ length: 40 }, (_, id) => {
      const named = { ...image, id: `${id}` }
      return randomHorizontalFlip(named, { seed: 1 }) !== named
    })
    expect(new Set(ids).size).toBe(2)
  })
})

describe('randomResizedCrop', () => {
  /** Each pixel holds its column and row, so that a crop shows where it is from. */
  const [width, height] = [80, 60]
  const map = {
    ...noise({ width, height, channels: 2 }),
    data: Float32Array.from({ length: width * height * 2 }, (_, index) => {
      const pixel = Math.floor(index / 2)
      return index % 2 === 0 ? pixel % width : Math.floor(pixel / width)
    }),
  }

  it('takes rectangles of the areas and shapes that are allowed', () => {
    const areas: number[] = []
    for (let seed = 0; seed < 300; seed++) {
      const { data } = randomResizedCrop(map, { width: 8, height: 8, seed, scale: [0.1, 0.5], ratio: [0.5, 2] })
      // Bilinear samples of a ramp lie a constant step apart, except where the edge of the crop cuts the kernel.
      const columns = (data[5 * 2]! - data[2 * 2]!) * (8 / 3)
      const rows = (data[5 * 8 * 2 + 1]! - data[2 * 8 * 2 + 1]!) * (8 / 3)
      areas.push((columns * rows) / (width * height))
      expect(columns / rows).toBeGreaterThan(0.5 * 0.9)
      expect(columns / rows).toBeLessThan(2 * 1.1)
    }
    expect(Math.min(...areas)).toBeGreaterThan(0.08)
    expect(Math.max(...areas)).toBeLessThan(0.55)
    const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length
    expect(mean).toBeCloseTo(0.3, 1)
  })

  it('depends on seed, epoch and id, and on nothing else', () => {
    const options = { width: 5, height: 5, seed: 7 }
    const crop = randomResizedCrop(map, options)
    expect(randomResizedCrop(map, options)).toEqual(crop)
    expect(randomResizedCrop(map, { ...options, seed: 8 }).data).not.toEqual(crop.data)
    expect(randomResizedCrop(map, { ...options, epoch: 1 }).data).not.toEqual(crop.data)
    expect(randomResizedCrop({ ...map, id: 'other' }, options).data).not.toEqual(crop.data)
  })

  it('falls back to the middle when no rectangle fits', () => {
    const long = { ...noise({ width: 300, height: 2, channels: 1 }) }
    const crop = randomResizedCrop(long, { width: 2, height: 2, seed: 1, scale: [1, 1], ratio: [1, 1] })
    expect(crop.data).toEqual(centerCrop(long, { width: 2, height: 2 }).data)
  })

  it.each([{ scale: [0, 1] }, { scale: [0.5, 0.2] }, { ratio: [1] }, { seed: -1 }, { epoch: 0.5 }])(
    'refuses %j',
    async (change) => {
      const options = { width: 2, height: 2, seed: 1, ...change }
      await expect(async () => randomResizedCrop(map, options as never)).rejects.toThrowRomae('IMAGE_INVALID_OPTION')
    },
  )
})
