import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { recordOf } from '../testing/record-kernels.ts'
import { optimize } from './optimize.ts'

function left(fn: Parameters<typeof recordOf>[0]): unknown[] {
  const graph = optimize(recordOf(fn), { passes: ['scale-into-matmul'] })
  return graph.nodes.map(({ kernel, attributes }) => attributes.alpha ?? kernel)
}

describe('scale-into-matmul', () => {
  it('takes factors of the operands and of the result into alpha', () => {
    expect(left(({ x, z }) => tf.div(tf.matMul(tf.mul(x, 3), tf.mul(2, z)), 4))).toEqual([1.5])
  })

  it('leaves a result that is also read unscaled, and factors that are no constant scalars', () => {
    expect(
      left(({ x, z }) => {
        const product = tf.matMul(x, z)
        return [product, tf.mul(product, 2)]
      }),
    ).toEqual([1, 'Multiply'])
    expect(left(({ x, z }) => tf.mul(tf.matMul(x, z), [1, 2, 3, 4]))).toEqual([1, 'Multiply'])
    expect(left(({ x, z }) => tf.mul(tf.matMul(x, z), tf.sum(x)))).toEqual([1, 'Sum', 'Multiply'])
    expect(left(({ x, z }) => tf.div(2, tf.matMul(x, z)))).toEqual([1, 'RealDiv'])
  })
})
