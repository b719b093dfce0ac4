import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { noise } from '../testing/pictures.ts'
import { checkImage } from './check-image.ts'
import { imageFromPixels, type RawPixels } from './from-pixels.ts'

describe('imageFromPixels', () => {
  it.each<[string, RawPixels['data']]>([
    ['8-bit', Uint8Array.of(0, 51, 255)],
    ['clamped', Uint8ClampedArray.of(0, 51, 255)],
    ['16-bit', Uint16Array.of(0, 13107, 65535)],
    ['float', Float32Array.of(0, 0.2, 1)],
  ])('brings %s samples to [0, 1]', (_, data) => {
    const image = imageFromPixels({ width: 1, height: 1, data, label: 'dot' })
    expect(image).toEqual({
      id: 'image',
      width: 1,
      height: 1,
      channels: 3,
      frames: 1,
      data: Float32Array.of(0, 0.2, 1),
      label: 'dot',
    })
    expect(image.data).not.toBe(data)
  })

  it.each<[string, object, string]>([
    ['too few samples', { width: 2, height: 1, data: new Uint8Array(3) }, 'IMAGE_DATA_LENGTH'],
    ['no width', { width: 0, height: 1, data: new Uint8Array(0) }, 'IMAGE_ZERO_SIZE'],
    ['half a pixel', { width: 1.5, height: 2, data: new Uint8Array(9) }, 'IMAGE_NOT_AN_IMAGE'],
    ['a plain array', { width: 1, height: 1, data: [1, 2, 3] }, 'IMAGE_NOT_AN_IMAGE'],
    ['NaN', { width: 1, height: 1, data: Float32Array.of(1, Number.NaN, 0) }, 'IMAGE_NOT_FINITE'],
    ['a mistyped key', { width: 1, height: 1, chanels: 3, data: new Uint8Array(3) }, 'IMAGE_UNKNOWN_OPTION'],
  ])('refuses %s', async (_, pixels, code) => {
    await expect(async () => imageFromPixels(pixels as RawPixels)).rejects.toThrowRomae(code)
  })
})

describe('checkImage', () => {
  it('accepts an image and says what is wrong with another', async () => {
    checkImage(noise())
    const message = async (change: object) => (await caught(() => checkImage({ ...noise(), ...change }))).message
    expect(await message({ id: 3 })).toMatch(/its id must be a string; got 3/)
    expect(await message({ data: new Float32Array(5) })).toMatch(/\[1, 4, 6, 3\] must hold 72 numbers; got 5/)
    expect(await message({ height: 0 })).toMatch(/no pixels: its height is 0/)
    expect(await message({ data: new Float32Array(72).fill(Infinity) })).toMatch(/data\[0\] is Infinity/)
    await expect(async () => checkImage(null as never)).rejects.toThrowRomae('IMAGE_NOT_AN_IMAGE')
  })
})
