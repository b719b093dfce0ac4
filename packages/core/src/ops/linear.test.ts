import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { gradientError } from '../testing/gradients.ts'
import { randomTensor } from '../testing/models.ts'
import { linear } from './linear.ts'

describe('linear', () => {
  it('multiplies the last axis by a weight of [in, out] and adds the bias', () => {
    const y = linear(tf.tensor([1, 2, 3, 4], [2, 1, 2]), tf.tensor([1, 0, 5, 0, 1, 6], [2, 3]), tf.tensor([10, 20, 30]))
    expect(y.shape).toEqual([2, 1, 3])
    expect([...y.dataSync()]).toEqual([11, 22, 47, 13, 24, 69])
  })

  it('takes any number of leading axes', () => {
    expect(linear(tf.ones([4, 2]), tf.ones([2, 3])).shape).toEqual([4, 3])
    expect(linear(tf.ones([2, 1, 4, 2]), tf.ones([2, 3])).shape).toEqual([2, 1, 4, 3])
  })

  it('has the gradients of finite differences, for input, weight and bias', () => {
    const random = createRandom(1)
    const inputs = [[2, 2, 3], [3, 2], [2]].map((shape) => randomTensor(random, shape))
    expect(gradientError((x, weight, bias) => linear(x!, weight!, bias), inputs)).toBeLessThan(1e-4)
  })
})
