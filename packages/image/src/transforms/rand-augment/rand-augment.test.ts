import { describe, expect, it } from 'vitest'
import { imageFromPixels } from '../../image/from-pixels.ts'
import type { Image } from '../../image/image.ts'
import { largestDifference, noise, picture } from '../../testing/pictures.ts'
import { OPERATIONS } from './operations.ts'
import { randAugment } from './rand-augment.ts'
import { sharpness } from './sharpness.ts'
import { autoContrast, brightness, color, contrast, equalize, posterize, solarize } from './tone.ts'
import { rotate, shearX, translate, warp } from './warp.ts'

const pixels = [
  ...[146, 192, 171, 40, 61, 187, 147, 178, 189, 159, 188, 133, 182, 66, 121, 190, 106, 42, 100, 169, 130],
  ...[109, 144, 150, 137, 197, 146, 192, 102, 47, 73, 163, 119, 77, 60, 134],
]
const source = imageFromPixels({ width: 4, height: 3, data: Uint8Array.from(pixels) })

describe('operations', () => {
  // What Pillow 12 gives for these pixels (ImageOps, ImageEnhance); it rounds to 8 bits on the way, by up to 2 levels.
  it.each<[string, (image: Image) => Image, number[]]>([
    [
      'autoContrast',
      autoContrast,
      [
        ...[177, 245, 223, 0, 1, 251, 179, 219, 254, 199, 238, 157, 238, 11, 137, 251, 85, 0, 100, 202, 152],
        ...[115, 156, 187, 162, 255, 180, 255, 78, 8, 55, 191, 133, 62, 0, 159],
      ],
    ],
    [
      'posterize to 3 bits',
      (image) => posterize(image, 3),
      [
        ...[128, 192, 160, 32, 32, 160, 128, 160, 160, 128, 160, 128, 160, 64, 96, 160, 96, 32, 96, 160, 128],
        ...[96, 128, 128, 128, 192, 128, 192, 96, 32, 64, 160, 96, 64, 32, 128],
      ],
    ],
    [
      'solarize from 128',
      (image) => solarize(image, 128 / 255),
      [
        ...[109, 63, 84, 40, 61, 68, 108, 77, 66, 96, 67, 122, 73, 66, 121, 65, 106, 42, 100, 86, 125, 109, 111],
        ...[105, 118, 58, 109, 63, 102, 47, 73, 92, 119, 77, 60, 121],
      ],
    ],
    [
      'color by 0.4',
      (image) => color(image, 0.4),
      [
        ...[164, 182, 174, 57, 65, 116, 160, 173, 177, 167, 179, 157, 137, 90, 112, 150, 116, 91, 126, 154, 138],
        ...[124, 138, 140, 158, 182, 162, 150, 114, 92, 107, 143, 126, 75, 68, 98],
      ],
    ],
    [
      'contrast by 1.5',
      (image) => contrast(image, 1.5),
      [
        ...[152, 221, 190, 0, 25, 214, 154, 200, 217, 172, 215, 133, 206, 32, 115, 218, 92, 0, 83, 187, 128, 97],
        ...[149, 158, 139, 229, 152, 221, 86, 4, 43, 178, 112, 49, 23, 134],
      ],
    ],
    [
      'brightness by 0.7',
      (image) => brightness(image, 0.7),
      [
        ...[102, 134, 119, 28, 42, 130, 102, 124, 132, 111, 131, 93, 127, 46, 84, 133, 74, 29, 70, 118, 91, 76],
        ...[100, 105, 95, 137, 102, 134, 71, 32, 51, 114, 83, 53, 42, 93],
      ],
    ],
    [
      'sharpness by 1.9',
      (image) => sharpness(image, 1.9),
      [
        ...[146, 192, 171, 40, 61, 187, 147, 178, 189, 159, 188, 133, 182, 66, 121, 225, 86, 0, 87, 193, 132, 109],
        ...[144, 150, 137, 197, 146, 192, 102, 47, 73, 163, 119, 77, 60, 134],
      ],
    ],
    [
      'sharpness by 0.1',
      (image) => sharpness(image, 0.1),
      [
        ...[146, 192, 171, 40, 61, 187, 147, 178, 189, 159, 188, 133, 182, 66, 121, 154, 125, 96, 112, 144, 127],
        ...[109, 144, 150, 137, 197, 146, 192, 102, 47, 73, 163, 119, 77, 60, 134],
      ],
    ],
  ])('%s as Pillow', (_, operation, expected) => {
    const levels = operation(source).data.map((value) => value * 255)
    expect(largestDifference(levels, expected)).toBeLessThan(2)
  })

  it('equalize as Pillow', () => {
    const data = Uint8Array.from({ length: 1024 }, (_, index) => (index * index * 7) % 97)
    const image = imageFromPixels({ width: 32, height: 32, channels: 1, data })
    const levels = equalize(image).data.map((value) => Math.round(value * 255))
    const first = [
      ...[0, 11, 88, 229, 39, 255, 208, 180, 222, 255, 67, 255, 123, 53, 32, 74, 166, 255, 116, 4, 255, 255, 255, 46],
    ]
    expect([...levels.slice(0, 24)]).toEqual(first)
    expect(levels.reduce((sum, level) => sum + level, 0)).toBe(160966)
    expect(equalize(picture([[0.5, 0.5]]))).toEqual(picture([[0.5, 0.5]]))
  })

  it('rotate turns counter-clockwise about the middle', () => {
    const image = picture([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ])
    const { data } = warp(image, rotate(90), 0)
    expect(largestDifference(data, [3, 6, 9, 2, 5, 8, 1, 4, 7])).toBeLessThan(1e-6)
  })

  it('translate and shear move pixels and fill in the grey', () => {
    const image = picture([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ])
    expect([...warp(image, translate(1, 0), 0.5).data]).toEqual([2, 3, 0.5, 5, 6, 0.5, 8, 9, 0.5])
    expect([...warp(image, translate(0, -1), 0).data]).toEqual([0, 0, 0, 1, 2, 3, 4, 5, 6])
    expect([...warp(image, shearX(1), 0).data]).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 0])
  })

  it.each(Object.entries(OPERATIONS))(
    '%s keeps shape and range, leaves its input, and acts on stacks',
    (_, operation) => {
      const stack = noise({ width: 9, height: 8, frames: 2 })
      const before = stack.data.slice()
      for (const sign of [1, -1] as const) {
        const changed = operation(stack, 0.7, sign, 0.5)
        expect(changed).toMatchObject({ width: 9, height: 8, frames: 2, channels: 3 })
        expect(changed.data.every((value) => value >= 0 && value <= 1)).toBe(true)
      }
      expect(stack.data).toEqual(before)
    },
  )
})

describe('randAugment', () => {
  it('depends on seed, epoch and id, and on nothing else', () => {
    const image = noise({ width: 12, height: 10 })
    const augmented = (options: object) =>
      Array.from({ length: 12 }, (_, seed) => [...randAugment(image, { seed, ...options }).data])
    expect(augmented({})).toEqual(augmented({}))
    expect(augmented({})).not.toEqual(augmented({ epoch: 1 }))
    expect(new Set(augmented({ count: 3 }).map((data) => data.join())).size).toBeGreaterThan(9)
  })

  it('draws every operation about equally often', () => {
    const image = {
      ...noise({ width: 3, height: 2 }),
      data: noise({ width: 3, height: 2 }).data.map((v) => 0.2 + v / 2),
    }
    const unchanged = Array.from({ length: 1400 }, (_, seed) =>
      randAugment(image, { seed, count: 1, magnitude: 30 }).data.every((value, index) => value === image.data[index]),
    ).filter(Boolean).length
    // Identity, and what leaves so small an image alone: equalize (too few values) and sharpness (all on the border).
    expect(Math.abs(unchanged - 300)).toBeLessThan(80)
  })

  it('does nothing with no operation, and almost nothing at strength 0', () => {
    const image = noise()
    expect(randAugment(image, { seed: 1, count: 0 })).toEqual(image)
    const weakest = Object.entries(OPERATIONS).filter(([name]) => name !== 'autoContrast' && name !== 'equalize')
    for (const [, operation] of weakest) {
      expect(largestDifference(operation(image, 0, 1, 0).data, image.data)).toBeLessThan(1 / 255)
    }
  })

  it.each([{ count: -1 }, { magnitude: 31 }, { fill: 2 }, { seed: 0.5 }])('refuses %j', async (options) => {
    await expect(async () => randAugment(noise(), { seed: 1, ...options })).rejects.toThrowRomae('IMAGE_INVALID_OPTION')
  })
})
