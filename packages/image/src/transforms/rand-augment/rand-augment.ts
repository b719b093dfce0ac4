import { fraction, type OptionsOf, type Schema } from '@romae/internal/options'
import { checkImage } from '../../image/check-image.ts'
import type { Image } from '../../image/image.ts'
import { readOptions } from '../../options.ts'
import { randomFor, seedSchema } from '../seed.ts'
import { OPERATIONS } from './operations.ts'

const MOST = 30

const schema = {
  ...seedSchema,
  count: { kind: 'integer', least: 0, default: 2, help: 'n: how many operations, drawn with replacement' },
  magnitude: { kind: 'number', least: 0, most: MOST, default: 9, help: 'm: how strong they are' },
  fill: { ...fraction, default: 0, help: 'the grey that comes in from outside the image' },
} as const satisfies Schema

/** Options of {@link randAugment}. */
export interface RandAugmentOptions extends OptionsOf<typeof schema> {}

/**
 * RandAugment(n, m): n of fourteen operations (identity, auto-contrast, equalize, rotate, solarize, colour, posterize,
 * contrast, brightness, sharpness, shear and translate in x and y), all at strength m. The same for every frame.
 * Values are expected in [0, 1].
 *
 * Source: Cubuk, Zoph, Shlens and Le 2020, "RandAugment: practical automated data augmentation with a reduced search
 * space".
 */
export function randAugment(image: Image, options: RandAugmentOptions): Image {
  const of = 'randAugment'
  const { count, magnitude, fill, ...seed } = readOptions(of, schema, options)
  checkImage(image)
  const random = randomFor(of, image, seed)
  const operations = Object.values(OPERATIONS)
  let augmented = image
  for (let step = 0; step < count; step++) {
    const operation = operations[random.integer(operations.length)]!
    const sign = random.integer(2) === 0 ? 1 : -1
    augmented = operation(augmented, magnitude / MOST, sign, fill)
  }
  return augmented
}
