import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { caught } from '@romae/internal/testing'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { imageTokenizer } from '../tokenizer/image-tokenizer.ts'
import { decodeImage } from './decode-image.ts'

const folder = fileURLToPath(new URL('../testing/formats/', import.meta.url))
const page = fileURLToPath(new URL('../../../../docs/images.md', import.meta.url))
const [rows, columns] = [6, 8]

/** What Pillow and tifffile have written, and how far from what they read we may be: formats that lose something are decoded by others. */
const read: readonly (readonly [name: string, what: string, tolerance: number])[] = [
  ['colour.jpg', 'JPEG, colour', 2 / 255],
  ['grey.jpg', 'JPEG, grey', 2 / 255],
  ['colour.png', 'PNG, colour', 0],
  ['deep.png', 'PNG, grey', 0],
  ['bits.png', 'PNG, black and white', 0],
  ['palette.png', 'PNG, palette', 0],
  ['colour.webp', 'WebP, lossless', 0],
  ['lossy.webp', 'WebP, lossy', 3 / 255],
  ['colour.avif', 'AVIF', 4 / 255],
  ['colour.gif', 'GIF', 0],
  ['bytes.tif', 'TIFF, LZW', 0],
  ['deep.tif', 'TIFF, deflate with differences', 0],
  ['deep-grey.tif', 'BigTIFF, high byte first, grey', 0],
  ['deep-planes.tif', 'TIFF, a plane for each colour', 0],
  ['floats.tif', 'TIFF, deflate with differences', 0],
  ['floats-grey.tif', 'TIFF, high byte first, grey', 0],
  ['heights.tif', 'TIFF, grey, outside of 0 to 1', 0],
]

const refused: readonly (readonly [name: string, what: string, says: RegExp])[] = [
  ['signed.tif', 'TIFF, signed integers', /of short samples/],
  ['counts.tif', 'TIFF, integers of 32 bits', /of uint samples/],
  ['halves.tif', 'TIFF, floats of 16 bits', /of floats of 16 bits/],
  ['doubles.tif', 'TIFF, floats of 64 bits', /of 64 bits a sample/],
  ['phone.heic', 'HEIC', /HEIC, as phones save photos \(convert it: heif-convert/],
  ['colour.jp2', 'JPEG 2000', /JPEG 2000 \(convert it/],
  ['colour.bmp', 'BMP', /BMP \(convert it/],
]

async function expectedOf(name: string): Promise<Float32Array> {
  const bytes = await readFile(join(folder, `${name}.f32`))
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}

/** The channels that the file has, as the modality's `channels` says them. */
const channelsOf = (expected: Float32Array) => (expected.length === rows * columns ? 1 : 3)

describe('a file of Pillow or tifffile', () => {
  it.each(read)('%s is read as they read it', async (name, _, tolerance) => {
    const expected = await expectedOf(name)
    const image = await decodeImage(join(folder, name), { channels: channelsOf(expected) })
    expect(image).toMatchObject({ height: rows, width: columns, frames: 1 })
    const worst = image.data.reduce((most, value, index) => Math.max(most, Math.abs(value - expected[index]!)), 0)
    expect(worst).toBeLessThanOrEqual(tolerance)
  })

  it.each(['deep.tif', 'floats.tif', 'heights.tif'])('%s keeps its depth in tokens, and back', async (name) => {
    const expected = await expectedOf(name)
    const channels = channelsOf(expected)
    const image = await decodeImage(join(folder, name), { channels })
    const tokenizer = imageTokenizer({ patch: [2, 2], channels, normalize: 'none' })
    const tokens = tokenizer.tokenize(image)
    expect([...tokens.values].sort()).toEqual([...expected].sort())
    expect(tokenizer.detokenize(tokens).data).toEqual(expected)
  })

  it.each(refused)('%s is refused, with the way out', async (name, _, says) => {
    const error = await caught(() => decodeImage(join(folder, name)))
    expect(error).toMatchObject({ code: 'IMAGE_UNSUPPORTED_FORMAT', fields: { file: join(folder, name) } })
    expect(error.message).toMatch(says)
  })

  it('has several pages, which is said', async () => {
    const name = join(folder, 'microscope.tif')
    await expect(decodeImage(name)).rejects.toThrowRomae('IMAGE_SEVERAL_FRAMES', { frames: 2 })
    const notes: string[] = []
    const onNote = (note: string) => notes.push(note)
    const image = await decodeImage(name, { channels: 1, frames: 'first', onNote })
    expect(image.data).toEqual(await expectedOf('microscope.tif'))
    expect(notes).toEqual([`${name} has 2 frames, of which the first is taken`])
  })

  it('has floats, of which no one is lost without a word', async () => {
    const notes: string[] = []
    const onNote = (note: string) => notes.push(note)
    await decodeImage(join(folder, 'floats.tif'), { onNote })
    expect(notes).toEqual([])
    await decodeImage(join(folder, 'heights.tif'), { onNote })
    expect(notes).toEqual([expect.stringMatching(/heights\.tif has floats of -\d+\S* to 3\d+\S*, which are kept/)])
    const hole = decodeImage(join(folder, 'hole.tif'), { channels: 1 })
    await expect(hole).rejects.toThrowRomae('IMAGE_NOT_FINITE', { index: 2 * columns + 3, got: Number.NaN })
  })

  it('has floats that become grey or colours, and smaller', async () => {
    const color = await expectedOf('floats.tif')
    const grey = await decodeImage(join(folder, 'floats.tif'), { channels: 1 })
    expect(grey.data[0]).toBeCloseTo(0.2126 * color[0]! + 0.7152 * color[1]! + 0.0722 * color[2]!, 6)
    const heights = await expectedOf('heights.tif')
    const three = await decodeImage(join(folder, 'heights.tif'))
    expect([...three.data]).toEqual([...heights].flatMap((value) => [value, value, value]))
    const one = await decodeImage(join(folder, 'heights.tif'), { channels: 1, resize: { width: 1, height: 1 } })
    const mean = heights.reduce((sum, value) => sum + value, 0) / heights.length
    expect(Math.abs(one.data[0]! - mean)).toBeLessThan(400)
    const large = await decodeImage(join(folder, 'heights.tif'), { channels: 1, resize: { width: 16, height: 12 } })
    expect(large).toMatchObject({ width: 16, height: 12 })
    expect(large.data[0]).toBeCloseTo(heights[0]!, 2)
  })
})

const BITS: Readonly<Record<string, string>> = { uchar: '8', ushort: '16', float: 'float' }

/** The table of docs/images.md, of what is found here. */
async function table(): Promise<string> {
  const cells = [['format', 'bits a sample', 'read as Pillow or tifffile read it']]
  for (const [name, what] of read) {
    const expected = await expectedOf(name)
    const channels = channelsOf(expected)
    const { data } = await decodeImage(join(folder, name), { channels })
    const worst = data.reduce((most, value, index) => Math.max(most, Math.abs(value - expected[index]!)), 0)
    const { depth } = await sharp(join(folder, name)).metadata()
    const distance = worst === 0 ? 'the same' : `within ${Math.ceil(255 * worst - 1e-6)} of 255`
    cells.push([what, BITS[depth!]!, distance])
  }
  for (const [name, what] of refused) {
    const { code } = await caught(() => decodeImage(join(folder, name)))
    cells.push([what, '', `refused: \`${code}\``])
  }
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`)
  return [lines[0], `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...lines.slice(1)].join('\n')
}

it('is in the table of docs/images.md, which is what this finds', async () => {
  const [, documented = ''] = (await readFile(page, 'utf8')).split(/<!-- \/?formats -->/)
  expect(documented.trim()).toBe(await table())
})
