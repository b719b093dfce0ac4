import { checkImage } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'
import { checkOptions, requireFraction } from '../options.ts'
import { randomFor, SEED_KEYS, type SeedOptions } from './seed.ts'

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

/** Options of {@link randomHorizontalFlip}. */
export interface FlipOptions extends SeedOptions {
  /** Defaults to 0.5. */
  readonly probability?: number
}

/** {@link flipHorizontal} with a probability; otherwise the image itself. */
export function randomHorizontalFlip(image: Image, options: FlipOptions): Image {
  const of = 'randomHorizontalFlip'
  checkOptions(of, options, [...SEED_KEYS, 'probability'])
  const { probability = 0.5 } = options
  requireFraction(of, 'probability', probability)
  checkImage(image)
  return randomFor(of, image, options).uniform() < probability ? flipHorizontal(image) : image
}
