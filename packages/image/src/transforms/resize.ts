import { checkImage } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'
import { resampleImage } from './resample-image.ts'
import { checkResizeOptions, type ResizeOptions, resizedSize } from './resize-options.ts'

/**
 * Resizes every frame, with antialiasing, as Pillow does for floats. It needs no sharp; a file's pixels are resized
 * faster by the `resize` option of `decodeImage`. `bicubic` may overshoot: values are kept within those of the image.
 *
 * @throws RomaeError `IMAGE_UNKNOWN_OPTION`, `IMAGE_INVALID_OPTION`, or what an improper image gives
 */
export function resize(image: Image, options: ResizeOptions): Image {
  checkResizeOptions('resize', options)
  checkImage(image)
  return resizeChecked(image, options)
}

/** {@link resize} for an image and options that are known to be right. */
export function resizeChecked(image: Image, options: ResizeOptions): Image {
  const { width, height } = resizedSize(image, options)
  if (width === image.width && height === image.height) return image
  const filter = options.filter ?? 'bilinear'
  const data = resampleImage(image, { width, height }, filter)
  if (filter === 'bicubic') clampToRange(data, image.data)
  return { ...image, width, height, data }
}

function clampToRange(data: Float32Array, original: Float32Array) {
  let low = Infinity
  let high = -Infinity
  for (const value of original) {
    if (value < low) low = value
    if (value > high) high = value
  }
  for (let index = 0; index < data.length; index++) data[index] = Math.min(high, Math.max(low, data[index]!))
}
