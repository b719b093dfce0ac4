import type { Tensor } from '@tensorflow/tfjs-core'
import { errors } from './errors.ts'

/** @throws RomaeError `INPUT_MISSING` (with `why`) or `INPUT_SHAPE` */
export function checkShape(
  name: string,
  tensor: Tensor | undefined,
  expected: readonly number[],
  why = 'the model reads it',
): void {
  if (tensor === undefined) throw errors.INPUT_MISSING({ name, why })
  const got = tensor.shape
  if (got.length !== expected.length || got.some((size, axis) => size !== expected[axis])) {
    throw errors.INPUT_SHAPE({ name, expected, got })
  }
}
