import { fraction, type OptionsOf, type Schema } from '@romae/internal/options'
import { checkImage } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'
import { readOptions } from '../options.ts'
import { randomFor, seedSchema } from './seed.ts'

/** Left and right exchanged, in every frame. */
export function flipHorizontal(image: Image): Image {
  checkImage(image)
  const { width, channels } = image
  const data = new Float32Array(image.data.length)
  for (let pixel = 0; pixel < data.length / channels; pixel++) {
    const column = pixel % width
    const mirrored = pixel - column + (width - 1 - column)
    for (let channel = 0; channel < channels; channel++) {
      data[mirrored * channels + channel] = image.data[pixel * channels + channel]!
    }
  }
  return { ...image, data }
}

const schema = {
  ...seedSchema,
  probability: { ...fraction, default: 0.5, help: 'of being flipped' },
} as const satisfies Schema

/** Options of {@link randomHorizontalFlip}. */
export interface FlipOptions extends OptionsOf<typeof schema> {}

/** {@link flipHorizontal} with a probability; otherwise the image itself. */
export function randomHorizontalFlip(image: Image, options: FlipOptions): Image {
  const of = 'randomHorizontalFlip'
  const { probability, ...seed } = readOptions(of, schema, options)
  checkImage(image)
  return randomFor(of, image, seed).uniform() < probability ? flipHorizontal(image) : image
}
