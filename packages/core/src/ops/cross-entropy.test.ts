import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gradientError } from '../testing/gradients.ts'
import { randomTensor } from '../testing/models.ts'
import { type CrossEntropyOptions, crossEntropy } from './cross-entropy.ts'

/** The formula, number by number, in double precision. */
function expectedLoss(
  logits: readonly number[][],
  labels: readonly number[],
  {
    smoothing,
    classWeights,
    samples,
  }: { smoothing: number; classWeights: readonly number[]; samples: readonly number[] },
): number {
  let numerator = 0
  let denominator = 0
  logits.forEach((row, sample) => {
    const total = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0))
    const losses = row.map((logit, index) => classWeights[index]! * (total - logit))
    const label = labels[sample]!
    const spread = losses.reduce((sum, loss) => sum + loss, 0) / row.length
    numerator += samples[sample]! * ((1 - smoothing) * losses[label]! + smoothing * spread)
    denominator += samples[sample]! * classWeights[label]!
  })
  return numerator / denominator
}

describe('crossEntropy', () => {
  it('is the formula, with smoothing, class weights and sample weights', () => {
    const logit = fc.double({ min: -5, max: 5, noNaN: true })
    const weight = fc.double({ min: 0.1, max: 3, noNaN: true })
    const batch = fc.integer({ min: 2, max: 5 }).chain((classes) =>
      fc.record({
        rows: fc.array(
          fc.tuple(fc.array(logit, { minLength: classes, maxLength: classes }), fc.nat(classes - 1), weight),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        classWeights: fc.array(weight, { minLength: classes, maxLength: classes }),
        smoothing: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    )
    fc.assert(
      fc.property(batch, ({ rows, classWeights, smoothing }) => {
        const [logits, labels, samples] = [
          rows.map(([row]) => row),
          rows.map((row) => row[1]),
          rows.map((row) => row[2]),
        ]
        const got = crossEntropy(tf.tensor(logits), tf.tensor(labels), {
          smoothing,
          classWeights,
          sampleWeights: tf.tensor(samples),
        }).dataSync()[0]!
        const expected = expectedLoss(logits, labels, { smoothing, classWeights, samples })
        expect(Math.abs(got - expected)).toBeLessThan(1e-5 * (1 + expected))
      }),
      { numRuns: 40 },
    )
  })

  it('puts .92 on the right one of five classes with smoothing .1', () => {
    const probabilities = [0.92, 0.02, 0.02, 0.02, 0.02]
    const gradient = tf.grad((logits) => crossEntropy(logits, tf.tensor([0]), { smoothing: 0.1 }))
    // The gradient is softmax - target: zero where the prediction is the smoothed target itself.
    const atTarget = gradient(tf.tensor([probabilities.map(Math.log)]))
    expect(Math.max(...atTarget.dataSync().map(Math.abs))).toBeLessThan(1e-6)
  })

  it('has the gradients of finite differences', () => {
    const logits = randomTensor(createRandom(1), [3, 4])
    const labels = tf.tensor([2, 0, 3])
    const options = { smoothing: 0.2, classWeights: [1, 2, 0.5, 0.7] }
    expect(gradientError((input) => crossEntropy(input!, labels, options), [logits])).toBeLessThan(1e-4)
  })

  it.each([
    [{ smoothing: 1.5 }, /smoothing must be a number from 0 to 1; got 1\.5/],
    [{ smoothing: Number.NaN }, /smoothing must be a number from 0 to 1; got NaN/],
    [{ classWeights: [1, 2] }, /classWeights must hold 3 values; got 2/],
    [{ smothing: 0.1 }, /no option "smothing" \(did you mean "smoothing"\?\)/],
    [{ sampleWeights: tf.ones([3]) }, /sampleWeights must have shape \[2\]; got \[3\]/],
  ])('refuses %o', (options, message) => {
    const given = options as CrossEntropyOptions
    expect(() => crossEntropy(tf.zeros([2, 3]), tf.tensor([0, 1]), given)).toThrow(message)
  })

  it('refuses labels that are not one a sample', () => {
    expect(() => crossEntropy(tf.zeros([2, 3]), tf.tensor([0, 1, 2]))).toThrow(
      /labels must have shape \[2\]; got \[3\]/,
    )
  })
})
