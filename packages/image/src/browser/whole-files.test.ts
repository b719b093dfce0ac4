import { expect, it } from 'vitest'
import { detectFormat } from '../decode/detect-format.ts'
import { animation, encodedFiles } from '../testing/encoded.ts'
import { endsTooEarly } from './check-whole.ts'
import { frameCount } from './frame-count.ts'

it('finds what is missing, of every format that browsers decode', async () => {
  const { tiff: _, ...files } = await encodedFiles()
  for (const [name, bytes] of Object.entries(files)) {
    const format = detectFormat(bytes)!
    expect(endsTooEarly(format, bytes), name).toBeUndefined()
    expect(frameCount(format, bytes), name).toBe(1)
    for (let length = 40; length < bytes.length; length += 7) {
      expect(endsTooEarly(format, bytes.subarray(0, length)), `${name}, ${length} bytes`).toBeDefined()
    }
  }
})

it('is not misled by the end of a picture within a picture', async () => {
  const { jpeg } = await encodedFiles()
  const within = Buffer.from([0xff, 0xe1, 0, 6, 0xff, 0xd8, 0xff, 0xd9])
  const both = Buffer.concat([jpeg!.subarray(0, 2), within, jpeg!.subarray(2)])
  expect(endsTooEarly('JPEG', both)).toBeUndefined()
  expect(endsTooEarly('JPEG', both.subarray(0, -20))).toBeDefined()
})

it('counts the frames of animations', async () => {
  expect(frameCount('GIF', await animation().gif().toBuffer())).toBe(2)
  expect(frameCount('WebP', await animation().webp().toBuffer())).toBe(2)
})
