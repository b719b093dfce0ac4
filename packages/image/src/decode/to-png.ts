import { errors } from '../errors.ts'
import { checkImage } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'
import { checkOptions, requireNumber } from '../options.ts'
import { loadSharp } from './load-sharp.ts'

/** Options of {@link toPng}. */
export interface PngOptions {
  /** Which frame, from 0. Required where there are several. */
  readonly frame?: number
}

/**
 * One frame as an 8-bit PNG file. Values below 0 become 0, those above 1 become 1.
 *
 * @throws RomaeError `IMAGE_NO_SHARP`, `IMAGE_CHANNELS` for other than 1 or 3 channels, `IMAGE_SEVERAL_FRAMES`
 */
export async function toPng(image: Image, options: PngOptions = {}): Promise<Uint8Array> {
  checkOptions('toPng', options, ['frame'])
  checkImage(image)
  const { id, width, height, channels, frames } = image
  if (channels !== 1 && channels !== 3) throw errors.IMAGE_CHANNELS({ name: id, expected: '1 or 3', got: channels })
  if (options.frame === undefined && frames > 1) {
    throw errors.IMAGE_SEVERAL_FRAMES({ name: id, frames, remedy: 'choose one by the option frame' })
  }
  const { frame = 0 } = options
  const expected = `an integer from 0 to ${frames - 1}`
  requireNumber('toPng', 'frame', frame, expected, (index) => Number.isInteger(index) && index >= 0 && index < frames)
  const size = width * height * channels
  const unit = image.data.subarray(frame * size, (frame + 1) * size)
  // Clamps and rounds.
  const pixels = Uint8ClampedArray.from(unit, (value) => value * 255)
  const sharp = await loadSharp()
  return sharp(pixels, { raw: { width, height, channels } }).png().toBuffer()
}
