import sharp from 'sharp'
import type { PictureFile } from './page-pictures.ts'

const size = 64

/** Pictures in the forms that files have, and how far a browser may be from Node, in 255ths. */
export interface PictureCase extends PictureFile {
  readonly tolerance: number
}

/** Colours that run into each other, `[64, 64, 3]`. */
function colours(channels: 3 | 4): Uint8Array {
  return Uint8Array.from({ length: size * size * channels }, (_, place) => {
    const [pixel, channel] = [Math.floor(place / channels), place % channels]
    return 127 + 120 * Math.sin((pixel % size) / (5 + channel) + Math.floor(pixel / size) / (7 - channel))
  })
}

const raw = (channels: 3 | 4) => sharp(colours(channels), { raw: { width: size, height: size, channels } })

/** What every browser has to decode. */
export async function pictureCases(): Promise<readonly PictureCase[]> {
  const [png, clear] = await Promise.all([raw(3).png().toBuffer(), raw(4).png().toBuffer()])
  const jpeg = await raw(3).jpeg({ quality: 90 }).toBuffer()
  const deep = await raw(3).toColourspace('rgb16').png().toBuffer()
  const cases: readonly (readonly [name: string, bytes: Buffer, tolerance: number, options?: Partial<PictureFile>])[] =
    [
      ['opaque.png', png, 0],
      ['grey of opaque.png', png, 0, { channels: 1 }],
      ['clear.png', clear, 2],
      ['grey of clear.png', clear, 3, { channels: 1 }],
      ['deep.png', deep, 1],
      ['photo.jpg', jpeg, 10],
      ['turned.jpg', await raw(3).resize(64, 40).jpeg({ quality: 90 }).withMetadata({ orientation: 6 }).toBuffer(), 10],
      ['wide gamut.jpg', await raw(3).jpeg({ quality: 95 }).withIccProfile('p3').toBuffer(), 12],
      ['cmyk.jpg', await raw(3).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(), 255],
      ['exact.webp', await raw(4).webp({ lossless: true }).toBuffer(), 2],
      ['photo.webp', await raw(3).webp({ quality: 90 }).toBuffer(), 10],
      ['photo.avif', await raw(3).avif({ quality: 80 }).toBuffer(), 10],
      ['palette.gif', await raw(3).gif().toBuffer(), 0],
      ['smaller.png', png, 8, { size: 24 }],
      ['larger.png', png, 0.01, { size: 90 }],
      ['smaller.jpg', jpeg, 8, { size: 32 }],
    ]
  return cases.map(([name, bytes, tolerance, options]) => ({ name, bytes: [...bytes], tolerance, ...options }))
}

/** Files that no browser may take for pictures, with the code of the error. */
export async function brokenPictures(): Promise<readonly (PictureFile & { readonly code: string })[]> {
  const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(0.6 * bytes.length))
  const files: readonly (readonly [name: string, bytes: Buffer, code: string])[] = [
    ['half.png', half(await raw(3).png().toBuffer()), 'IMAGE_DAMAGED'],
    ['half.jpg', half(await raw(3).jpeg().toBuffer()), 'IMAGE_DAMAGED'],
    ['half.webp', half(await raw(3).webp().toBuffer()), 'IMAGE_DAMAGED'],
    ['half.avif', half(await raw(3).avif().toBuffer()), 'IMAGE_DAMAGED'],
    ['half.gif', half(await raw(3).gif().toBuffer()), 'IMAGE_DAMAGED'],
    ['film.tif', await raw(3).tiff().toBuffer(), 'IMAGE_NOT_FOR_BROWSERS'],
    ['notes.png', Buffer.from('not a picture at all'), 'IMAGE_UNSUPPORTED_FORMAT'],
    ['nothing.png', Buffer.alloc(0), 'IMAGE_UNSUPPORTED_FORMAT'],
  ]
  return files.map(([name, bytes, code]) => ({ name, bytes: [...bytes], code }))
}
