import type { AugmentationRandom } from '@romae/tokenizer/modality'
import type { Image } from '../image/image.ts'
import { randomHorizontalFlip } from '../transforms/flip.ts'
import { randAugment } from '../transforms/rand-augment/rand-augment.ts'
import { randomResizedCrop } from '../transforms/random-resized-crop.ts'
import type { ImageOptions } from './options.ts'

/** The change that the options ask for; null for none. */
export function augmentation({
  augment,
}: Pick<ImageOptions, 'augment'>): ((image: Image, random: AugmentationRandom) => Image) | null {
  const { flip, leastArea, operations, magnitude } = augment
  if (!flip && leastArea === 1 && operations === 0) return null
  return (image, random) => {
    const choice = { seed: random.bits() }
    const { width, height } = image
    const part = { ...choice, width, height, scale: [leastArea, 1] } as const
    const cropped = leastArea === 1 ? image : randomResizedCrop(image, part)
    const flipped = flip ? randomHorizontalFlip(cropped, choice) : cropped
    return operations === 0 ? flipped : randAugment(flipped, { ...choice, count: operations, magnitude })
  }
}
