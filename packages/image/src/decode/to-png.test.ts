import { describe, expect, it } from 'vitest'
import { imageFromPixels } from '../image/from-pixels.ts'
import { gradient, noise } from '../testing/pictures.ts'
import { decodeImage } from './decode-image.ts'
import { toPng } from './to-png.ts'

describe('toPng', () => {
  it.each([1, 3] as const)('writes %i channels that read back', async (channels) => {
    const data = gradient(10, 8).filter((_, index) => channels === 3 || index % 3 === 0)
    const image = imageFromPixels({ width: 10, height: 8, channels, data, id: 'round trip' })
    expect(await decodeImage(await toPng(image), { channels, id: 'round trip' })).toEqual(image)
  })

  it('clamps what lies outside [0, 1]', async () => {
    const image = { ...noise({ width: 1, height: 1 }), data: Float32Array.of(-0.5, 1.5, 1) }
    expect([...(await decodeImage(await toPng(image))).data]).toEqual([0, 1, 1])
  })

  it('writes the frame that is asked for', async () => {
    const image = noise({ frames: 3 })
    await expect(async () => toPng(image)).rejects.toThrowRomae('IMAGE_SEVERAL_FRAMES')
    const { data } = await decodeImage(await toPng(image, { frame: 2 }))
    data.forEach((value, index) => {
      expect(value).toBeCloseTo(image.data[2 * data.length + index]!, 2)
    })
    await expect(async () => toPng(image, { frame: 3 })).rejects.toThrowRomae('IMAGE_INVALID_OPTION')
  })

  it('refuses other numbers of channels', async () => {
    await expect(async () => toPng(noise({ channels: 2 }))).rejects.toThrowRomae('IMAGE_CHANNELS')
  })
})
