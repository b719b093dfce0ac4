import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { caught } from '@romae/internal/testing'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { animation, encodedFiles, picture } from '../testing/encoded.ts'
import { decodeImage } from './decode-image.ts'
import { loadSharp } from './load-sharp.ts'

const delay = [100, 100]
const files: Record<string, Buffer> = {
  ...(await encodedFiles()),
  'animated gif': await animation().gif({ delay }).toBuffer(),
  'animated webp': await animation().webp({ delay }).toBuffer(),
  'two-page tiff': await animation().tiff({ compression: 'lzw' }).toBuffer(),
}

describe('a file cut short', () => {
  it.each(Object.entries(files))('at any byte is an error that names it: %s', async (name, bytes) => {
    await expect(decodeImage(bytes, { frames: 'all' })).resolves.toBeDefined()
    for (let length = 0; length < bytes.length; length++) {
      const error = await caught(() => decodeImage(bytes.subarray(0, length), { id: 'cut.file', frames: 'all' }))
      expect(error.message, `${name} of ${length} bytes`).toContain('cut.file')
      expect(['IMAGE_DAMAGED', 'IMAGE_UNSUPPORTED_FORMAT']).toContain(error.code)
    }
  })
})

/** A PNG of the given size whose data are some zeros: all its header promises, none of its pixels. */
function pngBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    checksum.writeUInt32BE(crc32(typed))
    return Buffer.concat([length, typed, checksum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const data = deflateSync(Buffer.alloc(1 << 20))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

describe('limits', () => {
  it('a PNG header of 50,000×50,000 is refused before anything is decoded', async () => {
    const before = process.memoryUsage().rss
    const fields = { file: 'bomb.png', size: '50000×50000', pixels: 2_500_000_000, limit: 50_000_000 }
    const bomb = pngBomb(50_000, 50_000)
    await expect(decodeImage(bomb, { id: 'bomb.png' })).rejects.toThrowRomae('IMAGE_TOO_LARGE', fields)
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20)
  })

  it('the limit is the caller’s, and resizing does not get around it', async () => {
    const bytes = await picture(40, 30).png().toBuffer()
    await expect(decodeImage(bytes, { maxPixels: 1200 })).resolves.toBeDefined()
    const options = { maxPixels: 1199, resize: { width: 2, height: 2 } }
    await expect(async () => decodeImage(bytes, options)).rejects.toThrowRomae('IMAGE_TOO_LARGE')
  })

  it('all frames count', async () => {
    const bytes = await animation()
      .gif({ delay: [100, 100] })
      .toBuffer()
    const limit = { maxPixels: 24 * 18 }
    await expect(decodeImage(bytes, { ...limit, frames: 'first' })).resolves.toBeDefined()
    const decoding = decodeImage(bytes, { ...limit, frames: 'all' })
    await expect(decoding).rejects.toThrowRomae('IMAGE_TOO_LARGE', { size: '24×18×2 frames', pixels: 864 })
  })

  it('a size that the data do not fill is damage, and 0 is too', async () => {
    for (const bytes of [pngBomb(5000, 5000), pngBomb(0, 5), pngBomb(5, 0)]) {
      const decoding = decodeImage(bytes, { id: 'x.png' })
      await expect(decoding).rejects.toThrowRomae('IMAGE_DAMAGED', { file: 'x.png', format: 'PNG' })
    }
  })

  it('a file larger than maxBytes is not read', async () => {
    const path = join(await temporaryFolder({ 'a.png': files.png! }), 'a.png')
    const error = await caught(() => decodeImage(path, { maxBytes: 100 }))
    expect(error.code).toBe('IMAGE_FILE_TOO_LARGE')
    expect(error.message).toContain('a.png')
    await expect(async () => decodeImage(files.png!, { maxBytes: 100 })).rejects.toThrowRomae('IMAGE_FILE_TOO_LARGE')
  })
})

describe('what is no image', () => {
  it.each([
    ['absent.png', 'IMAGE_CANNOT_READ'],
    ['.', 'IMAGE_CANNOT_READ'],
    ['empty.png', 'IMAGE_UNSUPPORTED_FORMAT'],
    ['text.png', 'IMAGE_UNSUPPORTED_FORMAT'],
    ['drawing.svg', 'IMAGE_UNSUPPORTED_FORMAT'],
  ])('%s is %s', async (name, code) => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    const folder = await temporaryFolder({ 'empty.png': '', 'text.png': 'hello', 'drawing.svg': svg })
    const error = await caught(() => decodeImage(join(folder, name)))
    expect(error.code).toBe(code)
    expect(error.message).toContain(join(folder, name))
  })

  it('a pipe is refused, not waited for', async () => {
    const pipe = join(await temporaryFolder(), 'pipe.png')
    execFileSync('mkfifo', [pipe])
    const reason = expect.stringContaining('FIFO')
    await expect(decodeImage(pipe)).rejects.toThrowRomae('IMAGE_CANNOT_READ', { file: pipe, reason })
  })
})

it('without sharp the error says how to install it', async () => {
  // A module that really is absent, looked for as sharp is.
  const missing = 'sharp-that-is-not-installed'
  const { vi } = await import('vitest')
  vi.resetModules()
  const fresh = await import('./load-sharp.ts')
  const error = await caught(() => fresh.loadSharp(() => import(missing)))
  expect(error.code).toBe('IMAGE_NO_SHARP')
  expect(error.message).toContain('npm install sharp')
  expect(await fresh.loadSharp()).toBe(sharp)
  expect(await loadSharp()).toBe(sharp)
})
