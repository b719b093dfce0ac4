import type { OptionsOf, ResolvedOf, Schema } from '@romae/internal/options'
import { animationOf, checkAnimation } from '../decode/animation.ts'
import { composite, withAlpha } from '../decode/composite.ts'
import { decodeSchema, resolveBackground } from '../decode/decode-options.ts'
import { detectFormat, type ImageFormat } from '../decode/detect-format.ts'
import { otherFormat } from '../decode/other-format.ts'
import { readError } from '../decode/read-bytes.ts'
import { errors } from '../errors.ts'
import { toUnit } from '../image/from-pixels.ts'
import type { Image } from '../image/image.ts'
import { readOptions } from '../options.ts'
import { resizeChecked } from '../transforms/resize.ts'
import { canvasOf, pixelsOf, requireTruth, webPictures } from './canvas.ts'
import { endsTooEarly } from './check-whole.ts'
import { frameCount } from './frame-count.ts'
import { greyOf } from './grey.ts'
import type { Bitmap } from './web-types.ts'

const schema = {
  ...decodeSchema,
  frames: { ...decodeSchema.frames, of: ['one', 'first'], help: '`one` refuses an animation, `first` takes its first' },
} as const satisfies Schema

/** Options of `decodeImage` in a browser. */
export interface DecodeOptions extends OptionsOf<typeof schema> {}

type Resolved = ResolvedOf<typeof schema> & { readonly background: readonly number[] }

/**
 * Decodes a picture with the browser: JPEG, PNG, WebP, GIF, and AVIF where it knows that. Turned upright by EXIF orientation;
 * CMYK, palettes and embedded colour profiles become sRGB of 8 bits a sample; transparency is laid upon `background`.
 *
 * @param source a file that was picked or dropped, any other `Blob`, or the bytes
 * @throws RomaeError `IMAGE_NO_CANVAS`, `IMAGE_PIXELS_WITHHELD`; and naming the file: `IMAGE_CANNOT_READ`,
 * `IMAGE_FILE_TOO_LARGE`, `IMAGE_UNSUPPORTED_FORMAT`, `IMAGE_NOT_FOR_BROWSERS`, `IMAGE_DAMAGED` (a truncated one included),
 * `IMAGE_TOO_LARGE`, `IMAGE_SEVERAL_FRAMES`
 */
export async function decodeImage(source: Blob | Uint8Array, options: DecodeOptions = {}): Promise<Image> {
  const resolved = resolveBackground('decodeImage', readOptions('decodeImage', schema, options))
  const { name = '<bytes>' } = source as Partial<File>
  const file = resolved.id ?? name
  if (source instanceof Uint8Array) return decodeNamed(source, file, resolved)
  checkBytes(file, source.size, resolved.maxBytes)
  const content = await source.arrayBuffer().catch((cause) => Promise.reject(readError(file, cause)))
  return decodeNamed(new Uint8Array(content), file, resolved)
}

/** `file` is how messages call the source. */
async function decodeNamed(bytes: Uint8Array, file: string, options: Resolved): Promise<Image> {
  checkBytes(file, bytes.length, options.maxBytes)
  const format = detectFormat(bytes)
  if (format === undefined) {
    throw errors.IMAGE_UNSUPPORTED_FORMAT({ file, got: otherFormat(bytes) })
  }
  const reason = endsTooEarly(format, bytes)
  if (reason !== undefined) throw errors.IMAGE_DAMAGED({ file, format, reason })
  checkFrames(file, format, bytes, options)
  requireTruth()
  const bitmap = await bitmapOf(bytes, file, format)
  try {
    const { width, height } = bitmap
    const [pixels, limit] = [width * height, options.maxPixels]
    if (pixels > limit) throw errors.IMAGE_TOO_LARGE({ file, size: `${width}×${height}`, pixels, limit })
    const { channels, id = file, label } = options
    const data = unitPixels(bitmap, file, options)
    const image: Image = { id, width, height, channels, frames: 1, data, ...(label !== undefined && { label }) }
    return options.resize === undefined ? image : resizeChecked(image, options.resize)
  } finally {
    bitmap.close()
  }
}

function checkBytes(file: string, bytes: number, limit: number): void {
  if (bytes > limit) throw errors.IMAGE_FILE_TOO_LARGE({ file, bytes, limit })
}

/** @throws RomaeError `IMAGE_SEVERAL_FRAMES`, `IMAGE_UNSUPPORTED_FORMAT` */
function checkFrames(file: string, format: ImageFormat, bytes: Uint8Array, options: Resolved): void {
  const animation = animationOf(format, bytes)
  if (animation !== undefined) checkAnimation(file, animation, options)
  const frames = animation?.frames ?? frameCount(format, bytes)
  if (frames === 1) return
  const remedy = 'choose frames "first"'
  if (options.frames === 'one') throw errors.IMAGE_SEVERAL_FRAMES({ name: file, frames, remedy })
  options.onNote(`${file} has ${frames} frames, of which the first is taken`)
}

async function bitmapOf(bytes: Uint8Array, file: string, format: ImageFormat): Promise<Bitmap> {
  const { createImageBitmap } = webPictures()
  // Memory that threads share is in no Blob.
  const blob = new Blob([bytes.slice()], { type: `image/${format.toLowerCase()}` })
  try {
    return await createImageBitmap.call(globalThis, blob, { imageOrientation: 'from-image' })
  } catch (cause) {
    if (format === 'TIFF' || format === 'AVIF') throw errors.IMAGE_NOT_FOR_BROWSERS({ file, format }, cause)
    throw errors.IMAGE_DAMAGED({ file, format, reason: 'the browser cannot decode it' }, cause)
  }
}

/** `[height, width, channels]` in [0, 1]. */
function unitPixels(bitmap: Bitmap, file: string, { channels, background }: Resolved): Float32Array {
  const { width, height } = bitmap
  const { context } = canvasOf(width, height)
  context.drawImage(bitmap, 0, 0)
  const colors = pixelsOf(context, width, height)
  const grey = channels === 1 ? greyOf(colors) : null
  if (isOpaque(colors)) return toUnit(file, grey ?? withoutAlpha(colors))
  const samples = new Uint8Array(colors.buffer, colors.byteOffset, colors.length)
  return composite(grey === null ? samples : withAlpha(grey, samples), 255, background)
}

function isOpaque(colors: Uint8ClampedArray): boolean {
  for (let at = 3; at < colors.length; at += 4) if (colors[at] !== 255) return false
  return true
}

function withoutAlpha(colors: Uint8ClampedArray): Uint8Array {
  const samples = new Uint8Array((colors.length / 4) * 3)
  for (let pixel = 0; 4 * pixel < colors.length; pixel++) {
    for (let channel = 0; channel < 3; channel++) samples[3 * pixel + channel] = colors[4 * pixel + channel]!
  }
  return samples
}
