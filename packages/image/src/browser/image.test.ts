import type { ReadContext } from '@romae/tokenizer/modality'
import { describe, expect, it } from 'vitest'
import { image as ofNode } from '../modality/image.ts'
import { animation, encodedFiles } from '../testing/encoded.ts'
import { noise } from '../testing/pictures.ts'
import { decodeImage } from './decode-image.ts'
import { image } from './image.ts'
import { toPng } from './to-png.ts'

const augment = { flip: false, leastArea: 1, operations: 0, magnitude: 0 }
const options = { size: 8, channels: 3, file: 'file', label: null, augment } as const
const context = { purpose: 'train', note: () => {} } as unknown as ReadContext

// What it decodes, `pnpm check browser` sees in browsers.
describe('the modality for a page', () => {
  it('has the options of the one for Node', () => {
    expect(image.options).toEqual(ofNode.options)
    expect(image.tokenizerOptions).toEqual(ofNode.tokenizerOptions)
    expect(image.name).toBe(ofNode.name)
  })

  it('refuses paths', async () => {
    const reading = image.read(['photos'], options, context)
    await expect(reading).rejects.toThrowRomae('IMAGE_CANNOT_READ', { file: 'photos' })
  })

  it('says what a place without pictures lacks', async () => {
    const { png, tiff } = await encodedFiles()
    await expect(decodeImage(png!)).rejects.toThrowRomae('IMAGE_NO_CANVAS')
    await expect(decodeImage(tiff!, { maxBytes: 10 })).rejects.toThrowRomae('IMAGE_FILE_TOO_LARGE', { limit: 10 })
    await expect(toPng(noise())).rejects.toThrowRomae('IMAGE_NO_CANVAS')
  })

  it('asks for one frame', async () => {
    const bytes = await animation().gif().toBuffer()
    const name = 'film.gif'
    await expect(decodeImage(new File([bytes], name))).rejects.toThrowRomae('IMAGE_SEVERAL_FRAMES', { name, frames: 2 })
  })
})
