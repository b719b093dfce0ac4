import type { OptionsOf, Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { checkImage } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'
import { readOption, readOptions } from '../options.ts'

const frameOption = { kind: 'integer', least: 0 } as const

const schema = {
  frame: { ...frameOption, help: 'which frame, from 0; required where there are several' },
} as const satisfies Schema

/** Options of `toPng`. */
export interface PngOptions extends OptionsOf<typeof schema> {}

/**
 * One frame in 8 bits a sample, `[height, width, channels]`.
 *
 * @throws RomaeError `IMAGE_CHANNELS` for other than 1 or 3 channels, `IMAGE_SEVERAL_FRAMES`
 */
export function pngPixels(image: Image, options: PngOptions) {
  const { frame: given } = readOptions('toPng', schema, options)
  checkImage(image)
  const { id, width, height, channels, frames } = image
  if (channels !== 1 && channels !== 3) throw errors.IMAGE_CHANNELS({ name: id, expected: '1 or 3', got: channels })
  if (given === undefined && frames > 1) {
    throw errors.IMAGE_SEVERAL_FRAMES({ name: id, frames, remedy: 'choose one by the option frame' })
  }
  const frame = readOption('toPng', 'frame', { ...frameOption, most: frames - 1 }, given ?? 0)
  const size = width * height * channels
  const unit = image.data.subarray(frame * size, (frame + 1) * size)
  // Clamps and rounds.
  return { pixels: Uint8ClampedArray.from(unit, (value) => value * 255), width, height, channels } as const
}
