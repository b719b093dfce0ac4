import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { imageFromPixels } from '../image/from-pixels.ts'
import { animation, encodedFiles, HEIGHT, picture, WIDTH } from '../testing/encoded.ts'
import { gradient, largestDifference } from '../testing/pictures.ts'
import { resize } from '../transforms/resize.ts'
import { decodeImage } from './decode-image.ts'

const files = await encodedFiles()
const expected = imageFromPixels({ width: WIDTH, height: HEIGHT, data: gradient(WIDTH, HEIGHT) }).data
const lossless = ['png', 'lossless webp', 'tiff']

describe('formats', () => {
  it.each(Object.entries(files))('%s', async (name, bytes) => {
    const image = await decodeImage(bytes, { id: name, label: 'gradient' })
    const { data, ...rest } = image
    expect(rest).toEqual({ id: name, label: 'gradient', width: WIDTH, height: HEIGHT, channels: 3, frames: 1 })
    // GIF has 256 colours; the others are lossy by a few levels.
    expect(largestDifference(data, expected)).toBeLessThanOrEqual(lossless.includes(name) ? 0 : 0.12)
  })

  it('16-bit PNG and TIFF keep their precision', async () => {
    const length = WIDTH * HEIGHT * 3
    const deep = Uint16Array.from({ length }, (_, index) => (index * 977) % 65536)
    const raw = sharp(deep, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).toColourspace('rgb16')
    for (const bytes of [
      await raw.clone().png().toBuffer(),
      await raw.clone().tiff({ compression: 'lzw' }).toBuffer(),
    ]) {
      expect((await decodeImage(bytes)).data).toEqual(Float32Array.from(deep, (value) => value / 65535))
    }
  })

  it('16-bit grey becomes three channels or stays one', async () => {
    const deep = Uint16Array.of(0, 977, 40000, 65535)
    const bytes = await sharp(deep, { raw: { width: 2, height: 2, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer()
    const grey = Float32Array.from(deep, (value) => value / 65535)
    expect((await decodeImage(bytes, { channels: 1 })).data).toEqual(grey)
    expect([...(await decodeImage(bytes)).data]).toEqual([...grey].flatMap((value) => [value, value, value]))
  })

  it('grey JPEG becomes three channels or stays one, colour becomes grey', async () => {
    const grey = await picture().greyscale().jpeg().toBuffer()
    const one = await decodeImage(grey, { channels: 1 })
    const three = await decodeImage(grey)
    expect([one.channels, three.channels]).toEqual([1, 3])
    expect([...three.data]).toEqual([...one.data].flatMap((value) => [value, value, value]))
    const fromColour = await decodeImage(files.png!, { channels: 1 })
    expect(largestDifference(fromColour.data, one.data)).toBeLessThan(0.03)
  })

  it('CMYK becomes sRGB', async () => {
    for (const bytes of [
      await picture().toColourspace('cmyk').jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
      await picture().toColourspace('cmyk').tiff({ compression: 'lzw' }).toBuffer(),
    ]) {
      expect((await sharp(bytes).metadata()).space).toBe('cmyk')
      const { data, channels } = await decodeImage(bytes)
      expect(channels).toBe(3)
      // Printing inks do not reach the corners of the gradient; what matters is that nothing is inverted or swapped.
      const mean = data.reduce((sum, value, index) => sum + Math.abs(value - expected[index]!), 0) / data.length
      expect(mean).toBeLessThan(0.2)
    }
  })

  it('a 1-bit palette PNG and an interlaced one', async () => {
    const dots = await sharp(Uint8Array.of(0, 255, 255, 0), { raw: { width: 2, height: 2, channels: 1 } })
      .png({ palette: true, colours: 2 })
      .toBuffer()
    expect([...(await decodeImage(dots, { channels: 1 })).data]).toEqual([0, 1, 1, 0])
    const interlaced = await picture().png({ progressive: true }).toBuffer()
    expect((await decodeImage(interlaced)).data).toEqual(expected)
  })
})

describe('transparency', () => {
  const pixel = (...rgba: number[]) => sharp(Uint8Array.from(rgba), { raw: { width: 1, height: 1, channels: 4 } }).png()

  it('is laid upon white, or the background that is stated', async () => {
    const half = await pixel(0, 100, 255, 51).toBuffer()
    const over = (color: number, background: number) => color * 0.2 + background * 0.8
    const onWhite = await decodeImage(half)
    expect(largestDifference(onWhite.data, [over(0, 1), over(100 / 255, 1), 1])).toBeLessThan(1 / 255)
    const onColour = await decodeImage(half, { background: [1, 0, 0.5] })
    expect(largestDifference(onColour.data, [over(0, 1), over(100 / 255, 0), over(1, 0.5)])).toBeLessThan(1 / 255)
    expect([...(await decodeImage(await pixel(9, 9, 9, 0).toBuffer(), { background: [0, 1, 0] })).data]).toEqual([
      0, 1, 0,
    ])
  })

  it('is laid upon grey, pixel by pixel', async () => {
    const rgba = Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 51, 0, 0, 0, 102, 90, 90, 90, 0)
    const bytes = await sharp(rgba, { raw: { width: 4, height: 1, channels: 4 } })
      .png()
      .toBuffer()
    const { data } = await decodeImage(bytes, { channels: 1, background: [0.5] })
    expect(largestDifference(data, [1, 0.2 + 0.4, 0.3, 0.5])).toBeLessThan(1 / 255)
  })

  it('of 16 bits too', async () => {
    const deep = Uint16Array.of(0, 30000, 65535, 13107)
    const bytes = await sharp(deep, { raw: { width: 1, height: 1, channels: 4 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer()
    const { data } = await decodeImage(bytes, { background: [1, 0, 1] })
    expect(largestDifference(data, [0.8, (30000 / 65535) * 0.2, 1])).toBeLessThan(1e-6)
    const opaque = await decodeImage(bytes, { channels: 1, background: [0.25] })
    expect(opaque.data).toHaveLength(1)
    const grey = await sharp(Uint16Array.of(0, 13107, 65535, 65535), { raw: { width: 2, height: 1, channels: 2 } })
      .toColourspace('grey16')
      .png()
      .toBuffer()
    const laid = await decodeImage(grey, { channels: 1, background: [0.25] })
    expect(largestDifference(laid.data, [0.2, 1])).toBeLessThan(1e-4)
  })
})

describe('orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF %i is turned upright', async (orientation) => {
    const [width, height] = [3, 2]
    const upright = Uint8Array.of(10, 20, 30, 40, 50, 60)
    // Where the stored pixel (x, y) comes from in the upright picture: TIFF 6.0, tag 274.
    const stored: Record<number, (x: number, y: number) => [number, number]> = {
      1: (x, y) => [x, y],
      2: (x, y) => [width - 1 - x, y],
      3: (x, y) => [width - 1 - x, height - 1 - y],
      4: (x, y) => [x, height - 1 - y],
      5: (x, y) => [y, x],
      6: (x, y) => [width - 1 - y, x],
      7: (x, y) => [width - 1 - y, height - 1 - x],
      8: (x, y) => [y, height - 1 - x],
    }
    const swapped = orientation > 4
    const [storedWidth, storedHeight] = swapped ? [height, width] : [width, height]
    const pixels = Uint8Array.from({ length: 6 }, (_, index) => {
      const [x, y] = stored[orientation]!(index % storedWidth, Math.floor(index / storedWidth))
      return upright[y * width + x]!
    })
    const raw = { width: storedWidth, height: storedHeight, channels: 1 } as const
    const bytes = await sharp(pixels, { raw }).withMetadata({ orientation }).png().toBuffer()
    const image = await decodeImage(bytes, { channels: 1 })
    expect([image.width, image.height]).toEqual([width, height])
    expect([...image.data.map((value) => Math.round(value * 255))]).toEqual([...upright])
    const resized = await decodeImage(bytes, { resize: { shorter: 4 } })
    expect([resized.width, resized.height]).toEqual([6, 4])
  })
})

describe('frames', () => {
  it.each([
    [
      'GIF',
      async () =>
        animation()
          .gif({ delay: [100, 100] })
          .toBuffer(),
    ],
    [
      'WebP',
      async () =>
        animation()
          .webp({ lossless: true, delay: [100, 100] })
          .toBuffer(),
    ],
    ['TIFF', async () => animation().tiff({ compression: 'lzw' }).toBuffer()],
  ])('of an animated %s: refused, the first, or all as a time axis', async (_, encode) => {
    const bytes = await encode()
    const error = await caught(() => decodeImage(bytes, { id: 'dance' }))
    expect(error.code).toBe('IMAGE_SEVERAL_FRAMES')
    expect(error.message).toContain('"dance" has 2 frames')
    const first = await decodeImage(bytes, { frames: 'first' })
    const all = await decodeImage(bytes, { frames: 'all' })
    expect([first.frames, first.height]).toEqual([1, HEIGHT])
    expect([all.frames, all.height, all.width]).toEqual([2, HEIGHT, WIDTH])
    expect(all.data.slice(0, first.data.length)).toEqual(first.data)
    expect(largestDifference(all.data, [...expected, ...expected.map((value) => 1 - value)])).toBeLessThan(0.15)
    const small = await decodeImage(bytes, { frames: 'all', resize: { width: 8, height: 6 } })
    expect(small).toMatchObject({ frames: 2, width: 8, height: 6 })
  })
})

describe('resize while decoding', () => {
  it.each(['bilinear', 'bicubic'] as const)('is close to resizing afterwards (%s)', async (filter) => {
    const bytes = await picture(200, 150).png().toBuffer()
    const whole = await decodeImage(bytes)
    for (const size of [{ width: 64, height: 32 }, { width: 300, height: 299 }, { shorter: 48 }]) {
      const options = { ...size, filter }
      const during = await decodeImage(bytes, { resize: options })
      const after = resize(whole, options)
      expect([during.width, during.height]).toEqual([after.width, after.height])
      expect(largestDifference(during.data, after.data)).toBeLessThan(0.02)
    }
  })
})

describe('sources', () => {
  it('are paths, URLs and bytes', async () => {
    const path = join(await temporaryFolder(), 'a.png')
    await writeFile(path, files.png!)
    const byPath = await decodeImage(path)
    expect(byPath.id).toBe(path)
    expect((await decodeImage(pathToFileURL(path))).data).toEqual(byPath.data)
    expect((await decodeImage(new Uint8Array(files.png!))).data).toEqual(byPath.data)
  })

  it('may have a wrong ending', async () => {
    const folder = await temporaryFolder({ 'really-a-png.jpg': files.png! })
    expect((await decodeImage(join(folder, 'really-a-png.jpg'))).data).toEqual(expected)
  })
})

it.each([
  [{ channels: 4 }, 'IMAGE_INVALID_OPTION'],
  [{ background: [0, 0] }, 'IMAGE_INVALID_OPTION'],
  [{ background: [0, 0, 255] }, 'IMAGE_INVALID_OPTION'],
  [{ channels: 1, background: [0, 0, 0] }, 'IMAGE_INVALID_OPTION'],
  [{ frames: 'last' }, 'IMAGE_INVALID_OPTION'],
  [{ maxPixels: 0 }, 'IMAGE_INVALID_OPTION'],
  [{ resize: { width: 3 } }, 'IMAGE_INVALID_OPTION'],
  [{ resize: { widht: 3, height: 3 } }, 'IMAGE_UNKNOWN_OPTION'],
  [{ max: 3 }, 'IMAGE_UNKNOWN_OPTION'],
])('refuses the options %j', async (options, code) => {
  await expect(async () => decodeImage(files.png!, options as never)).rejects.toThrowRomae(code)
})
