import { count, type OptionsOf, type Schema, value } from '@romae/internal/options'
import type { Random } from '@romae/internal/random'
import { checkImage } from '../image/check-image.ts'
import type { Image } from '../image/image.ts'
import { readOptions } from '../options.ts'
import { cropRegion, type Region } from './crop.ts'
import { resize } from './resize.ts'
import { filterOption } from './resize-options.ts'
import { between, randomFor, seedSchema } from './seed.ts'

type Range = readonly [least: number, most: number]

/** `[least, most]`, positive and finite. */
const isRange = (given: unknown, limit = Number.MAX_VALUE) => {
  if (!Array.isArray(given) || given.length !== 2 || !given.every((one) => typeof one === 'number')) return false
  const [least, most] = given as [number, number]
  return least > 0 && least <= most && most <= limit
}

const schema = {
  ...seedSchema,
  width: { ...count, required: true },
  height: { ...count, required: true },
  scale: {
    kind: value<Range>(),
    test: (given: unknown) => isRange(given, 1),
    expected: '[least, most] with 0 < least <= most <= 1',
    default: [0.08, 1],
    help: 'the part of the area that the crop may have',
  },
  ratio: {
    kind: value<Range>(),
    test: (given: unknown) => isRange(given),
    expected: '[least, most] with 0 < least <= most',
    default: [3 / 4, 4 / 3],
    help: 'width / height that the crop may have',
  },
  filter: filterOption,
} as const satisfies Schema

/** Options of {@link randomResizedCrop}. */
export interface RandomResizedCropOptions extends OptionsOf<typeof schema> {}

const ATTEMPTS = 10

/**
 * A random rectangle, resized: its area uniform, its shape uniform in the logarithm of width / height. After ten
 * rectangles that do not fit, the largest in the middle whose shape is allowed. The same for every frame.
 *
 * Source: Szegedy et al. 2015, "Going deeper with convolutions", section 6.
 */
export function randomResizedCrop(image: Image, options: RandomResizedCropOptions): Image {
  const of = 'randomResizedCrop'
  const { width, height, scale, ratio, filter, ...seed } = readOptions(of, schema, options)
  checkImage(image)
  const region = chooseRegion(randomFor(of, image, seed), image, scale, ratio)
  return resize(cropRegion(image, region), { width, height, filter })
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
