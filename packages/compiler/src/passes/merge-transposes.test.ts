import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { kernelsAfter, recordOf } from '../testing/record-kernels.ts'
import { optimize } from './optimize.ts'

const left = (fn: Parameters<typeof kernelsAfter>[1]) => kernelsAfter('merge-transposes', fn)

describe('merge-transposes', () => {
  it('merges transposes in a row and drops those that undo each other', () => {
    expect(left(({ x }) => tf.transpose(tf.transpose(x)))).toEqual([])
    expect(left(({ x }) => tf.transpose(tf.transpose(tf.reshape(x, [1, 2, 3]), [2, 0, 1]), [2, 0, 1]))).toHaveLength(2)
  })

  it('makes a reshape of a transpose that only moves axes of length 1', () => {
    expect(left(({ x }) => tf.transpose(tf.reshape(x, [2, 1, 3]), [1, 0, 2]))).toEqual(['Reshape', 'Reshape'])
  })

  it('moves transposes around a product into its flags', () => {
    const recorded = recordOf(({ x, z }) => tf.transpose(tf.matMul(tf.transpose(z), x, false, true)))
    const graph = optimize(recorded, { passes: ['merge-transposes'] })
    expect(graph.nodes.map(({ kernel, inputs, attributes }) => [kernel, inputs, attributes])).toEqual([
      ['BatchMatMul', ['x', 'z'], { transposeA: false, transposeB: false, alpha: 1 }],
    ])
  })

  it('keeps a product that is also read untransposed, and other permutations', () => {
    expect(
      left(({ x, z }) => {
        const product = tf.matMul(x, z)
        return [product, tf.transpose(product)]
      }),
    ).toEqual(['BatchMatMul', 'Transpose'])
    const heads = (t: tf.Tensor) => tf.transpose(tf.reshape(t, [2, 3, 2, 1]), [0, 2, 1, 3])
    expect(left(({ z }) => tf.matMul(heads(z), heads(z), true))).toContain('Transpose')
  })
})
