import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { kernelsAfter } from '../testing/record-kernels.ts'

const pass = 'common-subexpressions'

it('merges equal calls, through chains', () => {
  expect(kernelsAfter(pass, ({ x }) => tf.add(tf.exp(tf.neg(x)), tf.exp(tf.neg(x))))).toEqual(['Neg', 'Exp', 'Add'])
})

it('keeps calls apart that differ in inputs or attributes', () => {
  expect(kernelsAfter(pass, ({ x, y }) => [tf.neg(x), tf.neg(y)])).toEqual(['Neg', 'Neg'])
  expect(kernelsAfter(pass, ({ x }) => [tf.sum(x, 0), tf.sum(x, 1)])).toEqual(['Sum', 'Sum'])
  const fills = [Number.NaN, Number.POSITIVE_INFINITY, 0, -0]
  expect(kernelsAfter(pass, () => fills.map((value) => tf.fill([2], value)))).toHaveLength(fills.length)
})
