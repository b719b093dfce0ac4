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
    const checking = (change: object) => () => checkImage({ ...noise(), ...change })
    expect(checking({ id: 3 })).toThrowRomae('IMAGE_NOT_AN_IMAGE', { what: 'its id', got: 3 })
    const short = { data: new Float32Array(5) }
    expect(checking(short)).toThrowRomae('IMAGE_DATA_LENGTH', { shape: '1, 4, 6, 3', expected: 72, got: 5 })
    expect(checking({ height: 0 })).toThrowRomae('IMAGE_ZERO_SIZE', { side: 'height' })
    const infinite = { data: new Float32Array(72).fill(Infinity) }
    expect(checking(infinite)).toThrowRomae('IMAGE_NOT_FINITE', { index: 0, got: Infinity })
    expect(() => checkImage(null as never)).toThrowRomae('IMAGE_NOT_AN_IMAGE')
  })
})
