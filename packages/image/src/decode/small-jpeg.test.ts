import fc from 'fast-check'
import sharp, { type JpegOptions } from 'sharp'
import { describe, expect, it } from 'vitest'
import { picture } from '../testing/encoded.ts'
import { decodeImage } from './decode-image.ts'
import { resolveDecodeOptions } from './decode-options.ts'
import { decodeSmallJpeg } from './small-jpeg.ts'

const small = (bytes: Uint8Array, options = {}) => decodeSmallJpeg(bytes, resolveDecodeOptions('test', options))
const bySharp = (bytes: Uint8Array) =>
  sharp(bytes, { failOn: 'warning' }).autoOrient().toColourspace('srgb').raw().toBuffer()

/** Texture, so that every coefficient is there. */
function textured(width: number, height: number) {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * index * 7919) % 251)
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}

describe('a small plain JPEG is decoded as sharp decodes it, sample by sample:', () => {
  it.each<[number, number, JpegOptions]>([
    [64, 64, { quality: 90 }],
    [64, 64, { quality: 30, chromaSubsampling: '4:2:0' }],
    [37, 23, { quality: 75, chromaSubsampling: '4:2:0' }],
    [37, 23, { quality: 100, chromaSubsampling: '4:4:4' }],
    [1, 1, {}],
    [200, 3, { optimiseCoding: false }],
    [256, 256, { quality: 50, trellisQuantisation: true }],
  ])('%i×%i %j', async (width, height, options) => {
    const bytes = await textured(width, height).jpeg(options).toBuffer()
    const decoded = await small(bytes)
    expect(decoded).toMatchObject({ width, height })
    expect(Buffer.from(decoded!.samples).equals(await bySharp(bytes))).toBe(true)
  })

  it('grey as three channels, with a comment and in an array of its own', async () => {
    const bytes = await textured(40, 30).greyscale().jpeg().toBuffer()
    const comment = Buffer.from([0xff, 0xfe, 0, 6, ...Buffer.from('note')])
    const noted = Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)])
    const decoded = await small(noted)
    expect(Buffer.from(decoded!.samples).equals(await bySharp(noted))).toBe(true)
    const image = await decodeImage(noted, { id: 'grey', label: 'none' })
    expect(image).toMatchObject({ id: 'grey', label: 'none', width: 40, height: 30, channels: 3, frames: 1 })
    expect(image.data).toEqual(Float32Array.from(decoded!.samples, (sample) => sample / 255))
  })
})

describe('left to sharp is', () => {
  const plain = () => picture(64, 48)
  it.each<[string, () => Promise<Buffer>, object?]>([
    ['an orientation', () => plain().withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ['a colour profile', () => plain().withIccProfile('p3').jpeg().toBuffer()],
    ['a progressive file', () => plain().jpeg({ progressive: true }).toBuffer()],
    ['CMYK', () => plain().toColourspace('cmyk').jpeg().toBuffer()],
    ['a large image', () => picture(257, 256).jpeg().toBuffer()],
    ['one larger than maxPixels', () => plain().jpeg().toBuffer(), { maxPixels: 64 * 48 - 1 }],
    ['grey from colours', () => plain().jpeg().toBuffer(), { channels: 1 }],
    ['shrinking', () => plain().jpeg().toBuffer(), { resize: { width: 100, height: 47 } }],
    ['a PNG', () => plain().png().toBuffer()],
  ])('%s', async (_, encode, options) => {
    expect(await small(await encode(), options)).toBeUndefined()
  })

  it('a file of many bytes and few pixels', async () => {
    const bytes = await plain().jpeg().toBuffer()
    const most = Buffer.concat([bytes, Buffer.alloc(2 ** 20 - bytes.length)])
    expect(await small(most)).toBeDefined()
    expect(await small(Buffer.concat([most, Buffer.alloc(1)]))).toBeUndefined()
  })

  it('whatever is cut short, and the decoder works afterwards', async () => {
    const bytes = await plain().jpeg().toBuffer()
    for (let length = 0; length < bytes.length; length++) {
      expect(await small(bytes.subarray(0, length)), `${length} bytes`).toBeUndefined()
    }
    expect(await small(bytes)).toMatchObject({ width: 64, height: 48 })
  })

  it('whatever sharp refuses', async () => {
    const seeds = [
      await textured(24, 18).jpeg({ quality: 60 }).toBuffer(),
      await textured(9, 9).greyscale().jpeg().toBuffer(),
    ]
    const edit = fc.record({
      at: fc.noBias(fc.integer({ min: 2, max: 2 ** 20 })),
      byte: fc.integer({ min: 0, max: 255 }),
    })
    const outcomes = { accepted: 0, left: 0 }
    const property = fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(edit, { maxLength: 3 }),
      async (seed, edits) => {
        const bytes = Buffer.from(seed)
        for (const { at, byte } of edits) bytes[at % bytes.length] = byte
        const decoded = await small(bytes)
        outcomes[decoded === undefined ? 'left' : 'accepted']++
        // Not always the same samples: unnoticed damage may overflow a transform, which each processor does its own way.
        if (decoded !== undefined) expect(await bySharp(bytes)).toHaveLength(decoded.samples.length)
      },
    )
    await fc.assert(property, { numRuns: 1500, seed: 6 })
    expect(outcomes.accepted).toBeGreaterThan(200)
    expect(outcomes.left).toBeGreaterThan(200)
  })
})
