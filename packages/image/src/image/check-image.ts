import { quote } from '@romae/internal/errors'
import { errors } from '../errors.ts'
import { allFinite } from './all-finite.ts'
import type { Image } from './image.ts'

const SIDES = ['frames', 'height', 'width', 'channels'] as const

/**
 * Throws unless the image keeps the promises of its type: counts of at least 1, as many numbers as they say, all finite.
 *
 * @throws RomaeError `IMAGE_NOT_AN_IMAGE`, `IMAGE_ZERO_SIZE`, `IMAGE_DATA_LENGTH` or `IMAGE_NOT_FINITE`
 */
export function checkImage(image: Image): void {
  checkShape(image)
  const { id, data } = image
  if (allFinite(data)) return
  const index = data.findIndex((value) => !Number.isFinite(value))
  throw errors.IMAGE_NOT_FINITE({ name: id, index, got: data[index]! })
}

/** {@link checkImage} without a look at the numbers. */
export function checkShape(image: Image): void {
  if (typeof image !== 'object' || image === null) {
    throw errors.IMAGE_NOT_AN_IMAGE({ what: 'it', expected: 'an object', got: image })
  }
  const { id, data } = image
  if (typeof id !== 'string') throw errors.IMAGE_NOT_AN_IMAGE({ what: 'its id', expected: 'a string', got: id })
  checkSides(id, image)
  if (!(data instanceof Float32Array)) {
    throw errors.IMAGE_NOT_AN_IMAGE({ what: `data of ${quote(id)}`, expected: 'a Float32Array', got: data })
  }
  checkLength(id, image, data.length)
}

/** Throws unless every side is an integer of at least 1. */
export function checkSides(name: string, sides: Pick<Image, (typeof SIDES)[number]>): void {
  for (const side of SIDES) {
    const got = sides[side]
    if (got === 0) throw errors.IMAGE_ZERO_SIZE({ name, side })
    if (!Number.isSafeInteger(got) || got < 0) {
      throw errors.IMAGE_NOT_AN_IMAGE({ what: `${side} of ${quote(name)}`, expected: 'an integer of at least 1', got })
    }
  }
}

/** Throws unless `got` numbers are as many as the sides ask for. */
export function checkLength(name: string, sides: Pick<Image, (typeof SIDES)[number]>, got: number): void {
  const shape = SIDES.map((side) => sides[side])
  const expected = shape.reduce((product, side) => product * side, 1)
  if (got !== expected) throw errors.IMAGE_DATA_LENGTH({ name, shape: shape.join(', '), expected, got })
}
