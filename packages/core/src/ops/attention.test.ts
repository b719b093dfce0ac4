import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { relativeDifference, relativeError } from '../testing/compare.ts'
import { gradientError } from '../testing/gradients.ts'
import { randomTensor } from '../testing/models.ts'
import { attention, paddingBias } from './attention.ts'

describe('attention', () => {
  it('weighs values by the softmax of scores over sqrt(headDimension)', () => {
    const q = tf.tensor([2, 0, 0, 0], [1, 1, 1, 4])
    const k = tf.tensor([1, 0, 0, 0, -1, 9, 9, 9], [1, 1, 2, 4])
    const v = tf.tensor([1, 0, 0, 0, 0, 1, 0, 0], [1, 1, 2, 4])
    // Scores 2 and -2, halved by sqrt(4): the second key weighs 1 / (1 + exp(2)).
    const second = 1 / (1 + Math.exp(2))
    expect(relativeError(attention(q, k, v).dataSync(), [1 - second, second, 0, 0])).toBeLessThan(1e-6)
  })

  it('gives padded keys no weight at all', () => {
    const random = createRandom(1)
    const [q, k, v] = [0, 1, 2].map(() => randomTensor(random, [1, 2, 3, 4])) as [tf.Tensor, tf.Tensor, tf.Tensor]
    const bias = paddingBias(tf.tensor([0, 0, 1], [1, 3]))
    const short = (x: tf.Tensor) => tf.slice(x, [0, 0, 0, 0], [-1, -1, 2, -1])
    expect(relativeDifference(attention(q, k, v, { bias }), attention(q, short(k), short(v)))).toBe(0)
  })

  it('gives numbers where all keys are padding', () => {
    const x = tf.ones([1, 1, 2, 2])
    const y = attention(x, x, x, { bias: paddingBias(tf.ones([1, 2])) })
    expect([...y.dataSync()]).toEqual([1, 1, 1, 1])
  })

  it('applies dropout to the probabilities', () => {
    const x = tf.ones([1, 1, 2, 2])
    const y = attention(x, x, x, { dropout: (probabilities) => tf.mul(probabilities, 3) })
    expect([...y.dataSync()]).toEqual([3, 3, 3, 3])
  })

  it('has the gradients of finite differences, for queries, keys and values', () => {
    const random = createRandom(2)
    const inputs = [0, 1, 2].map(() => randomTensor(random, [1, 2, 3, 2]))
    const bias = paddingBias(tf.tensor([0, 1, 0], [1, 3]))
    expect(gradientError((q, k, v) => attention(q!, k!, v!, { bias }), inputs)).toBeLessThan(1e-4)
  })
})
