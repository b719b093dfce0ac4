import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { checkImage } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'
import { readOptions } from '../options.ts'

const schema = { width: { ...count, required: true }, height: { ...count, required: true } } as const satisfies Schema

/** A size in pixels. */
export interface CropSize extends OptionsOf<typeof schema> {}

/**
 * The middle of every frame. Where the margin is odd, the right and the bottom lose the pixel more.
 *
 * @throws RomaeError `IMAGE_TOO_SMALL` when the image is smaller than that
 */
export function centerCrop(image: Image, size: CropSize): Image {
  readOptions('centerCrop', schema, size)
  checkImage(image)
  const { id, width, height } = image
  if (size.width > width || size.height > height) {
    const needed = `${size.width}×${size.height}`
    throw errors.IMAGE_TOO_SMALL({ name: id, size: `${width}×${height}`, needed, remedy: 'resize it first' })
  }
  const left = Math.floor((width - size.width) / 2)
  const top = Math.floor((height - size.height) / 2)
  return cropRegion(image, { left, top, ...size })
}

/** A rectangle of an image, in pixels. */
export interface Region {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** What is inside the region, of every frame. The region lies within the image. */
export function cropRegion(image: Image, { left, top, width, height }: Region): Image {
  const { channels, frames } = image
  const data = new Float32Array(frames * height * width * channels)
  for (let row = 0; row < frames * height; row++) {
    const frame = Math.floor(row / height)
    const from = ((frame * image.height + top + (row % height)) * image.width + left) * channels
    data.set(image.data.subarray(from, from + width * channels), row * width * channels)
  }
  return { ...image, width, height, data }
}
