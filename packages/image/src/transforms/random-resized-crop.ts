import type { Random } from '@romae/internal/random'
import { checkImage } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'
import { checkOptions, requireCount, requireNumbers, requireOneOf } from '../options.ts'
import { cropRegion, type Region } from './crop.ts'
import { resize } from './resize.ts'
import type { ResizeFilter } from './resize-options.ts'
import { between, randomFor, SEED_KEYS, type SeedOptions } from './seed.ts'

/** Options of {@link randomResizedCrop}. */
export interface RandomResizedCropOptions extends SeedOptions {
  readonly width: number
  readonly height: number
  /** The part of the area that the crop may have. Defaults to `[0.08, 1]`. */
  readonly scale?: readonly [least: number, most: number]
  /** Width / height that the crop may have. Defaults to `[3 / 4, 4 / 3]`. */
  readonly ratio?: readonly [least: number, most: number]
  /** Defaults to `bilinear`. */
  readonly filter?: ResizeFilter
}

const KEYS = [...SEED_KEYS, 'width', 'height', 'scale', 'ratio', 'filter']
const ATTEMPTS = 10

/**
 * A random rectangle, resized: its area uniform, its shape uniform in the logarithm of width / height. After ten
 * rectangles that do not fit, the largest in the middle whose shape is allowed. The same for every frame.
 *
 * Source: Szegedy et al. 2015, "Going deeper with convolutions", section 6.
 */
export function randomResizedCrop(image: Image, options: RandomResizedCropOptions): Image {
  const of = 'randomResizedCrop'
  checkOptions(of, options, KEYS)
  const { width, height, scale = [0.08, 1], ratio = [3 / 4, 4 / 3], filter = 'bilinear' } = options
  requireCount(of, 'width', width)
  requireCount(of, 'height', height)
  requireRange(of, 'scale', scale, 1)
  requireRange(of, 'ratio', ratio, Infinity)
  requireOneOf(of, 'filter', filter, ['bilinear', 'bicubic'])
  checkImage(image)
  const region = chooseRegion(randomFor(of, image, options), image, scale, ratio)
  return resize(cropRegion(image, region), { width, height, filter })
}

type Range = readonly [least: number, most: number]

function requireRange(of: string, key: string, range: Range, limit: number) {
  const expected = `[least, most] with 0 < least <= most${limit === 1 ? ' <= 1' : ''}`
  requireNumbers(of, key, range, expected, (value) => value > 0 && value <= Math.min(limit, Number.MAX_VALUE), 2)
  requireNumbers(of, key, range, expected, () => range[0] <= range[1])
}

function chooseRegion(random: Random, { width, height }: Image, scale: Range, ratio: Range): Region {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = width * height * between(random, ...scale)
    const shape = Math.exp(between(random, Math.log(ratio[0]), Math.log(ratio[1])))
    const columns = Math.round(Math.sqrt(area * shape))
    const rows = Math.round(Math.sqrt(area / shape))
    if (columns < 1 || rows < 1 || columns > width || rows > height) continue
    const left = random.integer(width - columns + 1)
    const top = random.integer(height - rows + 1)
    return { left, top, width: columns, height: rows }
  }
  const shape = Math.min(ratio[1], Math.max(ratio[0], width / height))
  const columns = Math.max(1, Math.min(width, Math.round(height * shape)))
  const rows = Math.max(1, Math.min(height, Math.round(width / shape)))
  const left = Math.floor((width - columns) / 2)
  const top = Math.floor((height - rows) / 2)
  return { left, top, width: columns, height: rows }
}
