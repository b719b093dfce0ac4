import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { binaryCrossEntropy } from '../ops/binary-cross-entropy.ts'
import { crossEntropy } from '../ops/cross-entropy.ts'
import { relativeDifference } from '../testing/compare.ts'
import { randomPredictionInputs, randomTensor, randomWeights, tinyPrediction } from '../testing/models.ts'
import { encode, type PredictionInputs, type PredictionLoss, predict, predictionLoss } from './prediction.ts'

const random = createRandom(1)

describe('predict', () => {
  it.each([
    ['cls', [2, 4]],
    ['mean', [2, 4]],
    ['token', [2, 5, 4]],
  ] as const)('with pooling %s has shape %j', (pooling, shape) => {
    const config = tinyPrediction({ pooling })
    const outputs = predict(config, randomWeights(config, random), randomPredictionInputs(config, random))
    expect(outputs.shape).toEqual(shape)
  })

  it('reads [CLS] only in the last block, which changes no number', () => {
    const config = tinyPrediction()
    const [weights, inputs] = [randomWeights(config, random), randomPredictionInputs(config, random)]
    const { encoded: every } = encode(config, weights, inputs)
    const { encoded: first } = encode(config, weights, inputs, { start: 0, count: 1 })
    expect(every.shape).toEqual([2, 6, 16])
    expect(relativeDifference(first, tf.slice(every, [0, 0, 0], [-1, 1, -1]))).toBeLessThan(1e-6)
  })

  it('without [CLS] the mean of tokens is what the head reads of one token repeated', () => {
    const config = tinyPrediction({ cls: false, positionEncoding: 'none' })
    const weights = randomWeights(config, random)
    const inputs = randomPredictionInputs(config, random, { length: 1 })
    const repeated = {
      values: tf.tile(inputs.values, [1, 4, 1]),
      positions: tf.tile(inputs.positions, [1, 1, 4]),
    }
    expect(relativeDifference(predict(config, weights, repeated), predict(config, weights, inputs))).toBeLessThan(1e-5)
  })

  it.each<[string, Partial<PredictionInputs>, RegExp]>([
    ['values', { values: tf.zeros([2, 5, 2]) }, /values must have shape \[2, 5, 3\]; got \[2, 5, 2\]/],
    ['positions', { positions: tf.zeros([2, 2, 4]) }, /positions must have shape \[2, 2, 5\]; got \[2, 2, 4\]/],
    ['padding', { padding: tf.zeros([2, 6]) }, /padding must have shape \[2, 5\]; got \[2, 6\]/],
  ])('refuses %s of another shape', (_what, changes, message) => {
    const config = tinyPrediction()
    const inputs = { ...randomPredictionInputs(config, random), ...changes }
    expect(() => predict(config, randomWeights(config, random), inputs)).toThrow(message)
  })
})

describe('predictionLoss', () => {
  const crossEntropyLoss: PredictionLoss = { kind: 'crossEntropy', smoothing: 0.1, classWeights: [1, 2, 3] }
  const squares: PredictionLoss = { kind: 'meanSquaredError' }
  const number = (loss: tf.Tensor) => loss.dataSync()[0]!

  it('is cross entropy of one output a sample', () => {
    const [outputs, targets] = [randomTensor(random, [4, 3]), tf.tensor([0, 2, 1, 1], [4], 'int32')]
    const expected = crossEntropy(outputs, targets, { smoothing: 0.1, classWeights: [1, 2, 3] })
    expect(number(predictionLoss(outputs, targets, crossEntropyLoss))).toBe(number(expected))
  })

  it('is cross entropy of one output a token, padding left out', () => {
    const outputs = randomTensor(random, [2, 3, 3])
    const targets = tf.tensor([0, 2, 1, 1, 0, 0], [2, 3], 'int32')
    const padding = tf.tensor([0, 0, 0, 0, 1, 1], [2, 3])
    const real = tf.slice(tf.reshape(outputs, [6, 3]), [0, 0], [4, 3])
    const expected = crossEntropy(real, tf.tensor([0, 2, 1, 1]), { smoothing: 0.1, classWeights: [1, 2, 3] })
    const got = predictionLoss(outputs, targets, crossEntropyLoss, padding)
    expect(relativeDifference(got, expected)).toBeLessThan(1e-6)
  })

  it('is binary cross entropy of classes that go together', () => {
    const [outputs, targets] = [randomTensor(random, [2, 3]), tf.tensor([0, 1, 1, -1, 0, 1], [2, 3])]
    const options = { smoothing: 0.1, positiveWeights: [1, 2, 3] }
    const got = predictionLoss(outputs, targets, { kind: 'binaryCrossEntropy', ...options })
    expect(number(got)).toBe(number(binaryCrossEntropy(outputs, targets, options)))
  })

  it('is the mean or the sum of squared errors', () => {
    const [outputs, targets] = [tf.tensor([1, 2, 3, 4], [2, 2]), tf.tensor([0, 0, 0, 2], [2, 2])]
    expect(number(predictionLoss(outputs, targets, squares))).toBeCloseTo((1 + 4 + 9 + 4) / 4, 5)
    expect(number(predictionLoss(outputs, targets, { ...squares, reduction: 'sum' }))).toBeCloseTo(18, 5)
  })

  it('leaves padded tokens out of squared errors, and padding aside with one output a sample', () => {
    const outputs = tf.tensor([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2])
    const padding = tf.tensor([0, 0, 0, 1], [2, 2])
    const loss = (reduction: 'mean' | 'sum') =>
      number(predictionLoss(outputs, tf.zeros([2, 2, 2]), { ...squares, reduction }, padding))
    expect(loss('sum')).toBeCloseTo(91, 4)
    expect(loss('mean')).toBeCloseTo(91 / 6, 4)
    const single = tf.tensor([1, 3], [2, 1])
    expect(number(predictionLoss(single, tf.zeros([2, 1]), squares, padding))).toBeCloseTo(5, 5)
  })

  it.each<[string, unknown, tf.Tensor, RegExp]>([
    [
      'an unknown kind',
      { kind: 'hinge' },
      tf.zeros([2]),
      /kind must be one of crossEntropy, binaryCrossEntropy, meanSquaredError; got "hinge"/,
    ],
    [
      'an unknown reduction',
      { kind: 'meanSquaredError', reduction: 'none' },
      tf.zeros([2, 3]),
      /reduction must be one of mean, sum; got "none"/,
    ],
    [
      'an option of the other kind',
      { kind: 'meanSquaredError', smoothing: 0.1 },
      tf.zeros([2, 3]),
      /no option "smoothing"/,
    ],
    ['an option of the other kind', { kind: 'crossEntropy', reduction: 'sum' }, tf.zeros([2]), /no option "reduction"/],
    [
      'labels of another shape',
      { kind: 'crossEntropy' },
      tf.zeros([2, 3]),
      /targets must have shape \[2\]; got \[2, 3\]/,
    ],
    [
      'an option of the other kind',
      { kind: 'binaryCrossEntropy', classWeights: [1] },
      tf.zeros([2, 3]),
      /no option "classWeights"/,
    ],
    [
      'memberships of another shape',
      { kind: 'binaryCrossEntropy' },
      tf.zeros([2]),
      /targets must have shape \[2, 3\]; got \[2\]/,
    ],
    [
      'numbers of another shape',
      { kind: 'meanSquaredError' },
      tf.zeros([2]),
      /targets must have shape \[2, 3\]; got \[2\]/,
    ],
  ])('refuses %s', (_what, loss, targets, message) => {
    expect(() => predictionLoss(tf.zeros([2, 3]), targets, loss as PredictionLoss)).toThrow(message)
  })
})
