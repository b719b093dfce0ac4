import { quote } from '@romae/internal/errors'
import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { checkImage, checkLength, checkSides } from './check-image.ts'
import type { Image } from './image.ts'

// Checked as those of any image are.
const schema = {
  width: { ...checkedElsewhere<number>(), required: true },
  height: { ...checkedElsewhere<number>(), required: true },
  channels: { ...checkedElsewhere<number>(), default: 3 },
  frames: { ...checkedElsewhere<number>(), default: 1 },
  data: {
    ...checkedElsewhere<Uint8Array | Uint8ClampedArray | Uint16Array | Float32Array>(),
    required: true,
    help:
      '`[frames, height, width, channels]`, row-major: 8-bit samples of 0 to 255, 16-bit ones of 0 to 65,535, or floats in ' +
      '[0, 1], which are copied as they are',
  },
  id: { ...checkedElsewhere<string>(), default: 'image' },
  label: checkedElsewhere<string>(),
} as const satisfies Schema

/** Pixels from anywhere: a canvas, a camera, a microscope, another library. */
export interface RawPixels extends OptionsOf<typeof schema> {}

/**
 * An image from raw pixels, scaled to [0, 1]. It needs no sharp.
 *
 * @throws RomaeError `IMAGE_UNKNOWN_OPTION`, `IMAGE_NOT_AN_IMAGE`, `IMAGE_ZERO_SIZE`, `IMAGE_DATA_LENGTH` or
 * `IMAGE_NOT_FINITE`
 */
export function imageFromPixels(pixels: RawPixels): Image {
  const { width, height, channels, frames, data, id, label } = readOptions('imageFromPixels', schema, pixels)
  const sides = { width, height, channels, frames }
  checkSides(id, sides)
  const scaled = toUnit(id, data)
  checkLength(id, sides, scaled.length)
  const image = { id, ...sides, data: scaled, ...(label !== undefined && { label }) }
  checkImage(image)
  return image
}

/** Samples of 8 or 16 bits divided by their largest value; floats copied. */
export function toUnit(name: string, data: RawPixels['data']): Float32Array {
  if (data instanceof Float32Array) return data.slice()
  if (data instanceof Uint8Array || data instanceof Uint8ClampedArray) return fromBytes(data)
  if (data instanceof Uint16Array) return fromWords(data)
  const expected = 'a Uint8Array, Uint8ClampedArray, Uint16Array or Float32Array'
  throw errors.IMAGE_NOT_AN_IMAGE({ what: `data of ${quote(name)}`, expected, got: data })
}

/** What each 8-bit sample becomes: looking up is quicker than dividing. */
const UNIT_OF_BYTE = Float32Array.from({ length: 256 }, (_, sample) => sample / 255)

function fromBytes(data: Uint8Array | Uint8ClampedArray): Float32Array {
  const scaled = new Float32Array(data.length)
  for (let index = 0; index < data.length; index++) scaled[index] = UNIT_OF_BYTE[data[index]!]!
  return scaled
}

function fromWords(data: Uint16Array): Float32Array {
  const scaled = new Float32Array(data.length)
  for (let index = 0; index < data.length; index++) scaled[index] = data[index]! / 65535
  return scaled
}
