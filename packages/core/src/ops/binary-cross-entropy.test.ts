import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gradientError } from '../testing/gradients.ts'
import { randomTensor } from '../testing/models.ts'
import { type BinaryCrossEntropyOptions, binaryCrossEntropy } from './binary-cross-entropy.ts'

/** The formula, pair by pair, in double precision, by way of the sigmoid. */
function expectedLoss(
  logits: readonly number[][],
  targets: readonly number[][],
  { smoothing, positiveWeights }: { smoothing: number; positiveWeights: readonly number[] },
): number {
  let [sum, known] = [0, 0]
  logits.forEach((row, sample) => {
    row.forEach((logit, place) => {
      const target = targets[sample]![place]!
      if (target === -1) return
      known++
      const probability = 1 / (1 + Math.exp(-logit))
      const smoothed = (1 - smoothing) * target + smoothing / 2
      sum -= positiveWeights[place]! * smoothed * Math.log(probability) + (1 - smoothed) * Math.log(1 - probability)
    })
  })
  return known === 0 ? 0 : sum / known
}

describe('binaryCrossEntropy', () => {
  it('is the formula, with smoothing, weights and targets that are not known', () => {
    const logit = fc.double({ min: -5, max: 5, noNaN: true })
    const weight = fc.double({ min: 0.1, max: 3, noNaN: true })
    const batch = fc.integer({ min: 1, max: 5 }).chain((classes) => {
      const size = { minLength: classes, maxLength: classes }
      return fc.record({
        rows: fc.array(fc.tuple(fc.array(logit, size), fc.array(fc.constantFrom(0, 1, -1), size)), {
          minLength: 1,
          maxLength: 4,
        }),
        positiveWeights: fc.array(weight, size),
        smoothing: fc.double({ min: 0, max: 1, noNaN: true }),
      })
    })
    fc.assert(
      fc.property(batch, ({ rows, ...options }) => {
        const [logits, targets] = [rows.map(([row]) => row), rows.map((row) => row[1])]
        const got = binaryCrossEntropy(tf.tensor(logits), tf.tensor(targets), options).dataSync()[0]!
        const expected = expectedLoss(logits, targets, options)
        expect(Math.abs(got - expected)).toBeLessThan(1e-5 * (1 + expected))
      }),
      { numRuns: 40 },
    )
  })

  it('is as exact for logits that are sure, right or wrong', () => {
    const [right, wrong] = [tf.tensor([[40, -40]]), tf.tensor([[-40, 40]])]
    const targets = tf.tensor([[1, 0]])
    expect(binaryCrossEntropy(right, targets).dataSync()[0]).toBeLessThan(1e-6)
    expect(binaryCrossEntropy(wrong, targets).dataSync()[0]).toBeCloseTo(40, 4)
  })

  it('has the gradients of finite differences, none where a target is not known', () => {
    const logits = randomTensor(createRandom(1), [3, 4])
    const targets = tf.tensor([1, 0, -1, 1, 0, 0, 1, -1, -1, 1, 0, 0], [3, 4])
    const loss = (input: tf.Tensor) =>
      binaryCrossEntropy(input, targets, { smoothing: 0.2, positiveWeights: [1, 2, 0.5, 0.7] })
    expect(gradientError((input) => loss(input!), [logits])).toBeLessThan(1e-4)
    const gradient = tf.grad(loss)(logits).dataSync()
    expect([gradient[2], gradient[7], gradient[8]]).toEqual([0, 0, 0])
  })

  it.each([
    [{ smoothing: 1.5 }, /smoothing must be a number from 0 to 1; got 1\.5/],
    [{ positiveWeights: [1, 2] }, /positiveWeights must hold 3 values; got 2/],
    [{ classWeights: [1, 2, 3] }, /no option "classWeights"/],
  ])('refuses %o', (options, message) => {
    const given = options as BinaryCrossEntropyOptions
    expect(() => binaryCrossEntropy(tf.zeros([2, 3]), tf.zeros([2, 3]), given)).toThrow(message)
  })

  it('refuses targets that are not one a class', () => {
    expect(() => binaryCrossEntropy(tf.zeros([2, 3]), tf.zeros([2]))).toThrow(
      /targets must have shape \[2, 3\]; got \[2\]/,
    )
  })
})
