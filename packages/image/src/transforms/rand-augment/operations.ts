import type { Image } from '../../image/image.ts'
import { sharpness } from './sharpness.ts'
import { autoContrast, brightness, color, contrast, equalize, posterize, solarize } from './tone.ts'
import { rotate, shearX, shearY, translate, warp } from './warp.ts'

/** What an operation does at a strength in [0, 1]; `sign` (1 or −1) is drawn for those that go both ways. */
export type Operation = (image: Image, strength: number, sign: 1 | -1, fill: number) => Image

/**
 * The operations of RandAugment and how strong they get: Cubuk et al. 2020, "RandAugment", section 4, with the ranges
 * that torchvision gives them. A translation of 150 in an image of 331 pixels is what AutoAugment used.
 */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  identity: (image) => image,
  autoContrast: (image) => autoContrast(image),
  equalize: (image) => equalize(image),
  rotate: (image, strength, sign, fill) => warp(image, rotate(sign * strength * 30), fill),
  solarize: (image, strength) => solarize(image, 1 - strength),
  color: (image, strength, sign) => color(image, 1 + sign * strength * 0.9),
  posterize: (image, strength) => posterize(image, 8 - Math.round(strength * 4)),
  contrast: (image, strength, sign) => contrast(image, 1 + sign * strength * 0.9),
  brightness: (image, strength, sign) => brightness(image, 1 + sign * strength * 0.9),
  sharpness: (image, strength, sign) => sharpness(image, 1 + sign * strength * 0.9),
  shearX: (image, strength, sign, fill) => warp(image, shearX(sign * strength * 0.3), fill),
  shearY: (image, strength, sign, fill) => warp(image, shearY(sign * strength * 0.3), fill),
  translateX: (image, strength, sign, fill) =>
    warp(image, translate((sign * strength * image.width * 150) / 331, 0), fill),
  translateY: (image, strength, sign, fill) =>
    warp(image, translate(0, (sign * strength * image.height * 150) / 331), fill),
}
