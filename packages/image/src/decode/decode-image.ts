import { RomaeError } from '@romae/internal/errors'
import type { Metadata, Sharp, SharpOptions } from 'sharp'
import { errors } from '../errors.ts'
import { toUnit } from '../image/from-pixels.ts'
import type { Image } from '../image/image.ts'
import { resizeChecked } from '../transforms/resize.ts'
import { resizedSize } from '../transforms/resize-options.ts'
import { animationOf, cannotDecode, checkAnimation } from './animation.ts'
import { missingEnd } from './check-complete.ts'
import { composite, withAlpha } from './composite.ts'
import { type DecodeOptions, type ResolvedDecodeOptions, resolveDecodeOptions } from './decode-options.ts'
import { detectFormat, type ImageFormat } from './detect-format.ts'
import { checkFloats, floatSamples, isFloat } from './float-samples.ts'
import { loadSharp } from './load-sharp.ts'
import { otherFormat } from './other-format.ts'
import { type ImageSource, readBytes, sourceName } from './read-bytes.ts'
import { decodeSmallJpeg } from './small-jpeg.ts'

/**
 * Decodes a JPEG, PNG, WebP, AVIF, TIFF or GIF file of 8 or 16 bits a sample; 16-bit ones keep their precision, and floats of
 * a TIFF file are as they are there, also outside of [0, 1], which `onNote` is told of. Turned upright by EXIF orientation; CMYK,
 * palettes and embedded colour profiles become sRGB; transparency is laid upon `background`. sharp is loaded at the first
 * call.
 *
 * @throws RomaeError `IMAGE_NO_SHARP` without sharp; and naming the file: `IMAGE_CANNOT_READ`, `IMAGE_FILE_TOO_LARGE`,
 * `IMAGE_UNSUPPORTED_FORMAT`, `IMAGE_DAMAGED` (a truncated one included), `IMAGE_TOO_LARGE`, `IMAGE_SEVERAL_FRAMES`,
 * `IMAGE_NOT_FINITE`
 */
export async function decodeImage(source: ImageSource, options: DecodeOptions = {}): Promise<Image> {
  const resolved = resolveDecodeOptions('decodeImage', options)
  const file = source instanceof Uint8Array ? (resolved.id ?? '<bytes>') : sourceName(source)
  return decodeNamed(source, file, resolved)
}

/** `file` is how messages call the source: for bytes, where they came from. */
export async function decodeNamed(source: ImageSource, file: string, options: ResolvedDecodeOptions): Promise<Image> {
  const sharp = await loadSharp()
  const bytes = await readBytes(source, file, options.maxBytes)
  const format = detectFormat(bytes)
  if (format === undefined) {
    throw errors.IMAGE_UNSUPPORTED_FORMAT({ file, got: otherFormat(bytes) })
  }
  const reason = missingEnd(format, bytes)
  if (reason !== undefined) throw errors.IMAGE_DAMAGED({ file, format, reason })
  const animation = animationOf(format, bytes)
  if (animation !== undefined) checkAnimation(file, animation, options)
  const rest = { id: options.id ?? file, ...(options.label !== undefined && { label: options.label }) }
  const small = format === 'JPEG' ? await decodeSmallJpeg(bytes, options) : undefined
  if (small !== undefined) {
    const { width, height, samples } = small
    const image: Image = { ...rest, width, height, channels: 3, frames: 1, data: toUnit(file, samples) }
    return options.resize === undefined ? image : resizeChecked(image, options.resize)
  }

  const damaged = (cause: unknown) => {
    if (animation !== undefined && format === 'AVIF') throw cannotDecode(file, animation, cause)
    return damageOf(file, format, cause)
  }
  const header = await sharp(bytes, { limitInputPixels: false }).metadata().catch(damaged)
  const frames = checkHeader(file, header, options)
  const has = animation?.frames ?? header.pages ?? 1
  if (options.frames === 'first' && has > 1) options.onNote(`${file} has ${has} frames, of which the first is taken`)
  const target = options.resize && resizedSize(header.autoOrient, options.resize)
  const { width, height } = header.autoOrient
  // Enlarging in our own arithmetic takes half of sharp's time; shrinking is what sharp is best at.
  const shrinks = target !== undefined && (target.width < width || target.height < height)
  const input: SharpOptions = { pages: frames, limitInputPixels: options.maxPixels, failOn: 'warning' }
  const open = () => upright(sharp(bytes, input), options, shrinks ? target : undefined)
  const decodeAs = async (channels: 1 | 3) => {
    const pipeline = convert(open(), header, channels)
    const { data, info } = await pipeline.toBuffer({ resolveWithObject: true }).catch(damaged)
    const samples = isDeep(header) ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : data
    return { samples, info }
  }

  const { background } = options
  const sized = (image: Image) =>
    target === undefined ? image : resizeChecked(image, { ...target, filter: options.resize?.filter ?? 'bilinear' })
  if (isFloat(header)) {
    const { samples, info } = await floatSamples(open(), header, file, options).catch(damaged)
    checkFloats(file, samples, options.onNote)
    const { channels } = options
    return sized({ ...rest, width: info.width, height: info.height / frames, channels, frames, data: samples })
  }
  const { samples, info } = await decodeAs(options.channels)
  const largest = isDeep(header) ? 65535 : 255
  const image: Image = {
    ...rest,
    width: info.width,
    height: info.height / frames,
    channels: options.channels,
    frames,
    data: !info.hasAlpha
      ? toUnit(file, samples)
      : info.channels > options.channels
        ? composite(samples, largest, background)
        : // Grey of 8 bits comes without its alpha, which only colours keep.
          composite(withAlpha(samples, (await decodeAs(3)).samples), largest, background),
  }
  return sized(image)
}

/** What the header alone can rule out. Returns the number of frames to decode. */
function checkHeader(file: string, header: Metadata, options: ResolvedDecodeOptions): number {
  const { width, height, pages = 1, depth } = header
  if (depth !== 'uchar' && depth !== 'ushort' && !isFloat(header)) {
    throw errors.IMAGE_UNSUPPORTED_FORMAT({ file, got: `of ${depth} samples` })
  }
  if (pages > 1 && options.frames === 'one') {
    const remedy = 'choose frames "first" or "all"'
    throw errors.IMAGE_SEVERAL_FRAMES({ name: file, frames: pages, remedy })
  }
  const frames = options.frames === 'all' ? pages : 1
  const pixels = width * height * frames
  if (pixels > options.maxPixels) {
    const size = `${width}×${height}${frames > 1 ? `×${frames} frames` : ''}`
    throw errors.IMAGE_TOO_LARGE({ file, size, pixels, limit: options.maxPixels })
  }
  return frames
}

/** Turned by its orientation, and shrunk to a size. */
function upright(
  input: Sharp,
  { resize }: ResolvedDecodeOptions,
  size: { width: number; height: number } | undefined,
): Sharp {
  const pipeline = input.autoOrient()
  if (size === undefined) return pipeline
  const kernel = resize?.filter === 'bicubic' ? 'cubic' : 'linear'
  return pipeline.resize(size.width, size.height, { fit: 'fill', kernel })
}

function convert(input: Sharp, header: Metadata, channels: 1 | 3): Sharp {
  const deep = isDeep(header)
  const [grey, color] = deep ? ['grey16', 'rgb16'] : ['b-w', 'srgb']
  return input.toColourspace(channels === 1 ? grey! : color!).raw({ depth: deep ? 'ushort' : 'uchar' })
}

/** 16 bits a sample. */
function isDeep({ depth }: Metadata): boolean {
  return depth === 'ushort'
}

function damageOf(file: string, format: ImageFormat, cause: unknown): never {
  if (RomaeError.isInstance(cause)) throw cause
  const reason = cause instanceof Error ? cause.message.trim().split('\n')[0]! : String(cause)
  // What libvips says of 64 bits a sample, and of complex numbers.
  if (/samples out of range/.test(reason)) throw errors.IMAGE_UNSUPPORTED_FORMAT({ file, got: 'of 64 bits a sample' })
  throw errors.IMAGE_DAMAGED({ file, format, reason }, cause)
}
