import sharp from 'sharp'
import { expect, it } from 'vitest'
import { greyOf } from './grey.ts'

it('makes the grey of libvips', async () => {
  // Every red with every green, and a blue that goes round.
  const colors = Uint8ClampedArray.from({ length: 4 * 65_536 }, (_, at) => {
    const pixel = Math.floor(at / 4)
    return [pixel % 256, Math.floor(pixel / 256), (pixel * 7) % 256, 255][at % 4]!
  })
  const rgb = colors.filter((_, at) => at % 4 !== 3)
  const raw = { width: 256, height: 256, channels: 3 } as const
  const expected = await sharp(rgb, { raw }).toColourspace('b-w').raw().toBuffer()
  expect(Buffer.compare(greyOf(colors), expected)).toBe(0)
})
