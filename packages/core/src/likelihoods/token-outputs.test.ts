import { createRandom } from '@romae/internal/random'
import type { TokenOutput } from '@romae/tokenizer'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { pretrainingSetForward, pretrainingSetLoss } from '../model/pretraining-set.ts'
import { relativeDifference } from '../testing/compare.ts'
import { gradientError } from '../testing/gradients.ts'
import { randomTensor, randomWeights } from '../testing/models.ts'
import { randomModality, tinySet, twoModalities } from '../testing/set-models.ts'
import { type Likelihood, likelihoodOf } from './likelihood.ts'
import { constrainTokens, tokenErrors, tokenPoints } from './token-outputs.ts'

/** A number that may be missing, whether it is there, one of three categories, and yes or no. */
const outputs: readonly TokenOutput[] = [
  { kind: 'numbers', size: 1, known: 1 },
  { kind: 'binary', yes: 0.5, no: -2 },
  { kind: 'category', yes: [2, 1, 1.5], no: [-0.5, -1, -0.7] },
  { kind: 'binary', yes: 1, no: 0 },
]
const SIZE = 6
const squared = likelihoodOf({})
const gaussian = likelihoodOf({ likelihood: { kind: 'gaussian', scaleFloor: 0.001 } as Likelihood })

/** A token of which all is known: category 1, and yes. The second lacks the number and the category, and says no. */
const known = [0.3, 0.5, -0.5, 1, -0.7, 1]
const lacking = [0, -2, 0, 0, 0, 0]
const targets = tf.tensor([[known, lacking]])
const raw = tf.tensor([
  [
    [0.1, 0.4, 0.2, -0.3, 1.1, 0.9],
    [5, -0.4, 0.7, 0.3, -0.1, -0.9],
  ],
])

/** As likely as the means of `yes` and `no` are 0: the odds of the first yes or no, and the shares of the categories. */
const PRIOR = Math.log(4)
const logits = [0.2 + Math.log(0.2), -0.3 + Math.log(0.5), 1.1 + Math.log(0.7 / 2.2)]

const softplus = (x: number) => Math.log1p(Math.exp(x))
const logSoftmax = (x: readonly number[], place: number) =>
  x[place]! - Math.log(x.reduce((sum, one) => sum + Math.exp(one), 0))

describe('tokens that are not all numbers', () => {
  it('cost what their likelihoods say, in the mean over what is known', () => {
    const errors = tokenErrors(squared, outputs, constrainTokens(squared, outputs, raw), targets).arraySync()
    const ofKnown = (0.1 - 0.3) ** 2 + softplus(-0.4 - PRIOR) - logSoftmax(logits, 1) + softplus(-0.9)
    const ofLacking = softplus(-0.4 + PRIOR) + softplus(-0.9)
    expect(errors).toEqual([[expect.closeTo(ofKnown / 4, 5), expect.closeTo(ofLacking / 2, 5)]])
  })

  it('are filled in by the mean where the head says nothing', () => {
    const nothing = constrainTokens(squared, outputs.slice(0, 3), tf.zeros([1, 1, SIZE - 1]))
    const [values] = nothing.arraySync() as number[][][]
    const points = tokenPoints(squared, outputs.slice(0, 2), (place) => [values![0]![place]!])
    expect([...points].map((value) => Math.abs(value) < 1e-6)).toEqual([true, true])
    const even = [{ kind: 'category', yes: [2, 3], no: [-2, -3] }] as const
    const [shares] = constrainTokens(squared, even, tf.zeros([1, 1, 2])).arraySync() as number[][][]
    expect(
      [...tokenPoints(squared, even, (place) => [shares![0]![place]!])].every((value) => Math.abs(value) < 1e-6),
    ).toBe(true)
  })

  it('have probabilities of categories that sum to 1, whatever the head puts out', () => {
    const wild = tf.mul(randomTensor(createRandom(1), [2, 3, SIZE]), 40)
    const probabilities = tf.exp(tf.slice(constrainTokens(squared, outputs, wild), [0, 0, 2], [-1, -1, 3]))
    expect(relativeDifference(tf.sum(probabilities, 2), tf.ones([2, 3]))).toBeLessThan(1e-5)
  })

  it.each([
    ['squaredError', squared],
    ['gaussian', gaussian],
  ])('have the gradient of finite differences: %s', (_, likelihood) => {
    const given = randomTensor(createRandom(2), [2, 2, likelihood.parameterCount * SIZE])
    const wanted = tf.concat([targets, targets])
    const errors = (x: tf.Tensor) => tokenErrors(likelihood, outputs, constrainTokens(likelihood, outputs, x), wanted)
    expect(gradientError(errors, [given])).toBeLessThan(2e-3)
  })

  it('learn nothing from what is missing', () => {
    const lossOf = (x: tf.Tensor) =>
      tf.sum(tokenErrors(gaussian, outputs, constrainTokens(gaussian, outputs, x), targets))
    const wide = randomTensor(createRandom(3), [1, 2, 2 * SIZE])
    const gradient = (tf.grad(lossOf)(wide) as tf.Tensor3D).arraySync()[0]!
    const learnt = gradient.map((token) => token.map((one) => Math.abs(one) > 1e-9))
    // Of what is no number, the second parameter has no meaning.
    const second = [true, false, false, false, false, false]
    expect(learnt[0]).toEqual([true, true, true, true, true, true, ...second])
    expect(learnt[1]).toEqual([false, true, false, false, false, true, ...second.map(() => false)])
  })

  it('are filled in by the mean of yes and no', () => {
    const [first] = constrainTokens(squared, outputs, raw).arraySync() as number[][][]
    const values = [...tokenPoints(squared, outputs, (place) => [first![0]![place]!])]
    const odds = (x: number) => 1 / (1 + Math.exp(-x))
    const share = (place: number) => Math.exp(logSoftmax(logits, place))
    const expected = [
      0.1,
      -2 + 2.5 * odds(0.4 + PRIOR),
      -0.5 + 2.5 * share(0),
      -1 + 2 * share(1),
      -0.7 + 2.2 * share(2),
      odds(0.9),
    ]
    for (const [place, value] of expected.entries()) expect(values[place]).toBeCloseTo(value, 5)
  })
})

describe('a model with such a modality', () => {
  const [ofImage, ofSeries] = twoModalities
  const described = [
    {
      ...ofImage,
      outputs: [
        { kind: 'category', yes: [1, 1, 1], no: [-1, -1, -1] },
        { kind: 'numbers', size: 1 },
      ],
    },
    ofSeries,
  ] as const
  const random = createRandom(4)
  const config = tinySet({ modalities: described })
  const weights = randomWeights(config, random)
  const image = randomModality(ofImage, random, { visible: 3, masked: 2 })
  const series = randomModality(ofSeries, random, { visible: 2, masked: 4 })
  const inputs = { modalities: { image, series } }

  it('has the parameters of one without, and the same predictions of the other modality', () => {
    const plain = tinySet()
    const [own, other] = [config, plain].map((model) => pretrainingSetForward(model, weights, inputs))
    expect(relativeDifference(own!.series!, other!.series!)).toBe(0)
    expect(relativeDifference(own!.image!, other!.image!)).toBeGreaterThan(0.1)
    const numbers = (x: tf.Tensor) => tf.slice(x, [0, 0, 3], [-1, -1, 1])
    expect(relativeDifference(numbers(own!.image!), numbers(other!.image!))).toBe(0)
  })

  it('has a finite loss of both', () => {
    const { loss, errors } = pretrainingSetLoss(config, pretrainingSetForward(config, weights, inputs), inputs)
    expect(Number.isFinite(loss.dataSync()[0])).toBe(true)
    expect(errors.shape).toEqual([2, 2])
  })

  it('refuses outputs that do not describe its tokens, and targets that are standardised token by token', () => {
    const bad = (given: unknown) => () => tinySet({ modalities: [{ ...ofImage, outputs: given as never }, ofSeries] })
    expect(bad([{ kind: 'numbers', size: 3 }])).toThrow(/outputs of modality image are of 3 values, and a token has 4/)
    expect(bad([{ kind: 'binary', yes: -1, no: 0 }])).toThrowRomae('CONFIG_CONFLICT')
    expect(() => tinySet({ modalities: described, normalizeTargets: true })).toThrow(/outputs say what they are/)
  })
})
