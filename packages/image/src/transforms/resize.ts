import { checkImage } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'
import { resample } from './resample.ts'
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
  return resizeRegion(image, { left: 0, top: 0, width: image.width, height: image.height }, options)
}

/** A rectangle of an image, in pixels. */
export interface Region {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** Resizes what is inside the region, as if the rest did not exist. Image and options are checked. */
export function resizeRegion(image: Image, region: Region, options: ResizeOptions): Image {
  const { channels, frames } = image
  const { width, height } = resizedSize(region, options)
  const filter = options.filter ?? 'bilinear'
  // [frames, height, width, channels] -> [frames, height, new width, channels] -> [frames, new height, new width, …]
  const rows = resample(image.data, {
    outer: frames * image.height,
    length: image.width,
    inner: channels,
    start: region.left,
    span: region.width,
    count: width,
    filter,
  })
  const data = resample(rows, {
    outer: frames,
    length: image.height,
    inner: width * channels,
    start: region.top,
    span: region.height,
    count: height,
    filter,
  })
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
