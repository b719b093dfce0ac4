import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { relativeError } from '../testing/compare.ts'
import { gradientError } from '../testing/gradients.ts'
import { randomTensor } from '../testing/models.ts'
import { rmsNorm } from './rms-norm.ts'

describe('rmsNorm', () => {
  it('divides by the root of the mean square and multiplies by the gain', () => {
    const rms = Math.sqrt((3 ** 2 + 4 ** 2) / 2)
    const y = rmsNorm(tf.tensor([3, 4, -6, 8], [2, 2]), tf.tensor([1, 10]), 1e-12)
    expect(relativeError(y.dataSync(), [3 / rms, 40 / rms, -3 / rms, 40 / rms])).toBeLessThan(1e-6)
  })

  it('adds epsilon to the mean square', () => {
    const y = rmsNorm(tf.tensor([1, 1], [1, 2]), tf.ones([2]), 3)
    expect(relativeError(y.dataSync(), [0.5, 0.5])).toBeLessThan(1e-6)
  })

  it('has the gradients of finite differences, for input and gain', () => {
    const random = createRandom(1)
    const inputs = [randomTensor(random, [2, 3, 4], 2), randomTensor(random, [4])]
    expect(gradientError((x, gain) => rmsNorm(x!, gain!, 0.1), inputs)).toBeLessThan(1e-4)
  })

  it('has a slope of 1 / sqrt(epsilon) at zero, which is why the mask token does not start there', () => {
    const slope = tf.grad((x) => tf.sum(rmsNorm(x, tf.ones([2]), 1e-12)))(tf.zeros([1, 2]))
    expect(relativeError(slope.dataSync(), [1e6, 1e6])).toBeLessThan(1e-5)
  })
})
