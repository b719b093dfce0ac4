import { resizedSize } from '../transforms/resize-options.ts'
import type { ResolvedDecodeOptions } from './decode-options.ts'
import { plainJpegSize } from './plain-jpeg.ts'
import { loadTurbo } from './turbo.ts'

/** Up to this size sharp's fixed cost for an image is larger than decoding it: 256 × 256. */
const MOST_PIXELS = 65_536
/** Several times what so many pixels can take; what is larger holds something else. The decoder's memory never shrinks. */
const MOST_BYTES = 2 ** 20

/** `[height, width, 3]`, 8 bits a sample. */
export interface SmallJpeg {
  readonly width: number
  readonly height: number
  readonly samples: Uint8Array
}

/**
 * Decodes a small, plain JPEG by libjpeg-turbo alone, which is what sharp uses too: the same samples for a fraction of the
 * time. Undefined for all other files, for damaged ones, and where the samples depend on more than the decoder: those
 * are sharp's, and so is what is wrong with them.
 */
export async function decodeSmallJpeg(
  bytes: Uint8Array,
  { channels, maxPixels, resize }: ResolvedDecodeOptions,
): Promise<SmallJpeg | undefined> {
  if (channels !== 3 || bytes.length > MOST_BYTES) return undefined
  const size = plainJpegSize(bytes)
  if (size === undefined || size.width * size.height > Math.min(MOST_PIXELS, maxPixels)) return undefined
  if (resize !== undefined) {
    // sharp shrinks in its own arithmetic.
    const target = resizedSize(size, resize)
    if (target.width < size.width || target.height < size.height) return undefined
  }
  const turbo = await loadTurbo()
  const samples = turbo?.decode(bytes, size)
  return samples && { ...size, samples }
}
