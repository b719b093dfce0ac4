import type { Random } from '@romae/core'
import { type Image, randAugment, randomHorizontalFlip, randomResizedCrop } from '@romae/image'
import type { Settings } from 'romae'

/** What happens to images in fine-tuning, in every epoch anew. */
export interface Augmentation extends Settings {
  /** Left and right exchanged, half of the time. */
  readonly flip: boolean
  /** The least part of the area that a random crop keeps; 1: no crop. */
  readonly leastArea: number
  /** Operations of RandAugment, at `magnitude` of 30. */
  readonly operations: number
  readonly magnitude: number
}

/** The change that the settings ask for; null for none. */
export function augmentation(settings: Settings): ((image: Image, random: Random) => Image) | null {
  const { flip, leastArea, operations, magnitude } = (settings as { augment: Augmentation }).augment
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
