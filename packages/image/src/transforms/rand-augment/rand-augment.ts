import { checkImage } from '../../image/check-image.ts'
import type { Image } from '../../image/image.ts'
import { checkOptions, requireFraction, requireNumber } from '../../options.ts'
import { randomFor, SEED_KEYS, type SeedOptions } from '../seed.ts'
import { OPERATIONS } from './operations.ts'

/** Options of {@link randAugment}. */
export interface RandAugmentOptions extends SeedOptions {
  /** n: how many operations, drawn with replacement. Defaults to 2. */
  readonly count?: number
  /** m: how strong they are, from 0 to 30. Defaults to 9. */
  readonly magnitude?: number
  /** The grey that comes in from outside the image, in [0, 1]. Defaults to 0. */
  readonly fill?: number
}

const MOST = 30
const KEYS = [...SEED_KEYS, 'count', 'magnitude', 'fill']

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
  checkOptions(of, options, KEYS)
  const { count = 2, magnitude = 9, fill = 0 } = options
  requireNumber(of, 'count', count, 'an integer of at least 0', (n) => Number.isSafeInteger(n) && n >= 0)
  requireNumber(of, 'magnitude', magnitude, `a number from 0 to ${MOST}`, (m) => m >= 0 && m <= MOST)
  requireFraction(of, 'fill', fill)
  checkImage(image)
  const random = randomFor(of, image, options)
  const operations = Object.values(OPERATIONS)
  let augmented = image
  for (let step = 0; step < count; step++) {
    const operation = operations[random.integer(operations.length)]!
    const sign = random.integer(2) === 0 ? 1 : -1
    augmented = operation(augmented, magnitude / MOST, sign, fill)
  }
  return augmented
}
