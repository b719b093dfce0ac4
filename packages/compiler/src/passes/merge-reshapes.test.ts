import * as tf from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { kernelsAfter } from '../testing/record-kernels.ts'

const left = (fn: Parameters<typeof kernelsAfter>[1]) => kernelsAfter('merge-reshapes', fn)

it('merges reshapes in a row and drops those to the same shape', () => {
  expect(left(({ x }) => tf.expandDims(tf.reshape(x, [6]), 0))).toEqual(['Reshape'])
  expect(left(({ x }) => tf.reshape(tf.reshape(x, [6]), [2, 3]))).toEqual([])
})

it('keeps a reshape between other kernels', () => {
  expect(left(({ x }) => tf.neg(tf.reshape(tf.neg(x), [6])))).toEqual(['Neg', 'Reshape', 'Neg'])
})
