import type { Metadata, Sharp } from 'sharp'
import { errors } from '../errors.ts'
import type { ResolvedDecodeOptions } from './decode-options.ts'

/** Spaces in which sharp leaves floats as they are in the file: in others, those of half precision among them, it rounds. */
const SPACES = ['scrgb', 'b-w']
/** How bright red, green and blue are as light. ITU-R BT.709. */
const LIGHT = [0.2126, 0.7152, 0.0722] as const

/** Whether samples are floats, of which a TIFF file may have any: heights, counts of photons, reflectances. */
export function isFloat({ depth }: Metadata): boolean {
  return depth === 'float'
}

/**
 * Samples as the file has them, `[frames, height, width, channels]`: no colour profile is applied, and they are not brought to
 * [0, 1].
 *
 * @param pipeline that decodes, with no space chosen
 * @throws RomaeError `IMAGE_UNSUPPORTED_FORMAT` for other colours than grey and RGB, and what `pipeline` throws
 */
export async function floatSamples(
  pipeline: Sharp,
  header: Metadata,
  file: string,
  { channels, background }: ResolvedDecodeOptions,
) {
  const colors = header.channels - (header.hasAlpha ? 1 : 0)
  if (!SPACES.includes(header.space) || (colors !== 1 && colors !== 3)) {
    const isHalf = header.space === 'grey16' || header.space === 'rgb16'
    const got = isHalf ? 'of floats of 16 bits' : `of ${header.channels} channels of floats`
    throw errors.IMAGE_UNSUPPORTED_FORMAT({ file, got })
  }
  const { data, info } = await pipeline
    .toColourspace(header.space)
    .raw({ depth: 'float' })
    .toBuffer({ resolveWithObject: true })
  const samples = new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4)
  const isPlain = colors === channels && info.channels === channels
  return { info, samples: isPlain ? samples : converted(samples, info.channels, colors, background) }
}

/** `[pixels, has]`, of which `colors` are grey or RGB and one more is alpha -> `[pixels, channels]`, laid upon the background. */
function converted(
  samples: Float32Array<ArrayBuffer>,
  has: number,
  colors: 1 | 3,
  background: readonly number[],
): Float32Array<ArrayBuffer> {
  const channels = background.length
  const pixels = samples.length / has
  const data = new Float32Array(pixels * channels)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * has
    const alpha = has > colors ? samples[from + colors]! : 1
    const grey =
      colors === 1 ? samples[from]! : LIGHT.reduce((sum, part, color) => sum + part * samples[from + color]!, 0)
    for (let channel = 0; channel < channels; channel++) {
      const value = channels === colors ? samples[from + channel]! : grey
      data[pixel * channels + channel] = alpha * value + (1 - alpha) * background[channel]!
    }
  }
  return data
}

/**
 * Checks that all are finite, and says so where they are not between 0 and 1.
 *
 * @throws RomaeError `IMAGE_NOT_FINITE`
 */
export function checkFloats(file: string, samples: Float32Array, onNote: (note: string) => void): void {
  let [least, most] = [Infinity, -Infinity]
  samples.forEach((value, index) => {
    if (!Number.isFinite(value)) throw errors.IMAGE_NOT_FINITE({ name: file, index, got: value })
    least = Math.min(least, value)
    most = Math.max(most, value)
  })
  if (least >= 0 && most <= 1) return
  onNote(`${file} has floats of ${least} to ${most}, which are kept; pictures show what is between 0 (black) and 1`)
}
