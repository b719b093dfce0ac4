import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import type { Likelihood } from '../likelihoods/likelihood.ts'
import { packTensors, type TensorMap } from '../parameters/pack.ts'
import { relativeDifference, relativeError } from '../testing/compare.ts'
import { randomPretrainingInputs, randomTensor, randomWeights, tinyPretraining } from '../testing/models.ts'
import { pretrainingDropoutSites } from './dropout.ts'
import { type PretrainingInputs, pretrainingForward, pretrainingLoss, standardizeTokens } from './pretraining.ts'

const config = tinyPretraining()
const random = createRandom(1)
const weights = randomWeights(config, random)
const inputs = randomPretrainingInputs(config, random)

describe('pretrainingForward', () => {
  it('has the shapes that it promises, with and without [CLS]', () => {
    for (const cls of [true, false]) {
      const model = tinyPretraining({ cls })
      const { cls: _, ...others } = weights
      const outputs = pretrainingForward(model, cls ? weights : others, inputs)
      const encoded = cls ? 4 : 3
      expect(outputs.projection!.shape).toEqual([2, 3, 16])
      expect(outputs.encoded.shape).toEqual([2, encoded, 16])
      expect(outputs.bridged.shape).toEqual([2, encoded, 8])
      expect(outputs.decoded.shape).toEqual([2, 4, 8])
      expect(outputs.predictions.shape).toEqual([2, 4, 3])
    }
  })

  it('reads only the masked tokens in the last block, which changes no number', () => {
    for (const positionEncoding of ['rope', 'absolute', 'none'] as const) {
      const model = tinyPretraining({ positionEncoding })
      const batch = randomPretrainingInputs(model, random)
      const every = pretrainingForward(model, weights, batch, { everyToken: true })
      const needed = pretrainingForward(model, weights, batch)
      expect(every.decoded.shape).toEqual([2, 8, 8])
      expect(relativeDifference(needed.predictions, every.predictions)).toBeLessThan(1e-6)
      expect(relativeDifference(needed.decoded, tf.slice(every.decoded, [0, 4, 0], [-1, 4, -1]))).toBeLessThan(1e-6)
    }
  })

  it('makes queries, keys and values of mask tokens once, which changes neither numbers nor gradients', () => {
    // Keep masks that keep everything: the same numbers, but mask tokens that dropout may have told apart.
    const decoder = { ...config.decoder, positionDropout: 0.5 }
    const model = tinyPretraining({ decoder })
    const sites = pretrainingDropoutSites(model, { batch: 2, visible: 3, masked: 4 })
    expect(sites.map(({ name }) => name)).toContain('mask_token')
    const keepAll = Object.fromEntries(sites.map(({ name, shape }) => [name, tf.ones([...shape])]))
    const names = ['mask_token', 'decoder.layers.0.attention.wk.weight', 'decoder.layers.0.attention_norm.weight']
    const lossAndGradients = (dropout: TensorMap | undefined) =>
      tf.valueAndGrads((...changing: tf.Tensor[]) => {
        const parameters = { ...weights, ...Object.fromEntries(names.map((name, index) => [name, changing[index]!])) }
        const { predictions } = pretrainingForward(model, parameters, { ...inputs, dropout })
        return pretrainingLoss(model, predictions, inputs)
      })(names.map((name) => weights[name]!))
    const [once, each] = [lossAndGradients(undefined), lossAndGradients(keepAll)]
    expect(relativeDifference(once.value, each.value)).toBeLessThan(1e-6)
    for (const index of names.keys()) {
      expect(relativeDifference(once.grads[index]!, each.grads[index]!)).toBeLessThan(1e-5)
    }
  })

  it('takes packed parameters as well', () => {
    const packed = packTensors(config, weights)
    const expected = pretrainingForward(config, weights, inputs).predictions
    expect(relativeDifference(pretrainingForward(config, packed, inputs).predictions, expected)).toBe(0)
  })

  it('runs on [CLS] alone where all tokens are masked', () => {
    const { visible: _values, visiblePositions: _positions, ...masked } = inputs
    const outputs = pretrainingForward(config, weights, masked)
    expect(outputs.projection).toBeUndefined()
    expect(outputs.encoded.shape).toEqual([2, 1, 16])
    expect(outputs.predictions.shape).toEqual([2, 4, 3])
    const { cls: _, ...others } = weights
    expect(() => pretrainingForward(tinyPretraining({ cls: false }), others, masked)).toThrow(
      /the input "visible" is missing: without \[CLS\] something must be visible/,
    )
  })

  it.each<[string, Partial<Record<keyof PretrainingInputs, tf.Tensor | undefined>>, RegExp]>([
    [
      'values of another token size',
      { visible: tf.zeros([2, 3, 4]) },
      /visible must have shape \[2, 3, 3\]; got \[2, 3, 4\]/,
    ],
    ['another batch', { visible: tf.zeros([1, 3, 3]) }, /visible must have shape \[2, 3, 3\]; got \[1, 3, 3\]/],
    ['no positions', { visiblePositions: undefined }, /"visiblePositions" is missing/],
    [
      'positions token by token',
      { visiblePositions: tf.zeros([2, 3, 2]) },
      /visiblePositions must have shape \[2, 2, 3\]; got \[2, 3, 2\]/,
    ],
    [
      'masked positions on one axis',
      { maskedPositions: tf.zeros([2, 1, 4]) },
      /maskedPositions must have shape \[2, 2, 4\]; got \[2, 1, 4\]/,
    ],
    ['no masked positions', { maskedPositions: undefined }, /"maskedPositions" is missing: the model reads it/],
    [
      'padding of another length',
      { visiblePadding: tf.zeros([2, 4]) },
      /visiblePadding must have shape \[2, 3\]; got \[2, 4\]/,
    ],
    [
      'masked padding of one row',
      { maskedPadding: tf.zeros([4]) },
      /maskedPadding must have shape \[2, 4\]; got \[4\]/,
    ],
  ])('refuses %s', (_what, changes, message) => {
    expect(() => pretrainingForward(config, weights, { ...inputs, ...changes } as PretrainingInputs)).toThrow(message)
  })
})

describe('pretrainingLoss', () => {
  const predictions = tf.tensor([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], [2, 2, 3])
  const targets = tf.zeros([2, 2, 3])
  const maskedPadding = tf.tensor([0, 0, 0, 1], [2, 2])
  const lossOf = (options: object, given: object) =>
    pretrainingLoss(tinyPretraining(options), predictions, { targets, ...given }).dataSync()[0]

  it('is the mean over real masked tokens', () => {
    expect(lossOf({}, {})).toBeCloseTo((1 + 4 + 9 + 16) / 4, 5)
    expect(lossOf({}, { maskedPadding })).toBeCloseTo((1 + 4 + 9) / 3, 5)
  })

  it("is diluted by padding on request, the reference's way", () => {
    expect(lossOf({ lossAverage: 'reference' }, { maskedPadding })).toBeCloseTo((1 + 4 + 9) / 4, 5)
  })

  it('compares with standardised targets on request', () => {
    const own = randomTensor(random, [2, 2, 3], 7)
    const model = tinyPretraining({ normalizeTargets: true })
    const loss = pretrainingLoss(model, standardizeTokens(own), { targets: own })
    expect(loss.dataSync()[0]).toBeLessThan(1e-10)
  })

  it('refuses targets or padding of another shape', () => {
    expect(() => lossOf({}, { targets: undefined })).toThrowRomae('INPUT_MISSING', { name: 'targets' })
    expect(() => lossOf({}, { targets: tf.zeros([2, 1, 3]) })).toThrowRomae('INPUT_SHAPE', {
      name: 'targets',
      expected: [2, 2, 3],
    })
    expect(() => lossOf({}, { maskedPadding: tf.zeros([2, 1]) })).toThrowRomae('INPUT_SHAPE', {
      name: 'maskedPadding',
      expected: [2, 2],
    })
    expect(() => lossOf({ tokenSize: 4 }, {})).toThrowRomae('INPUT_SHAPE', {
      name: 'predictions',
      expected: [2, 2, 4],
      got: [2, 2, 3],
    })
  })
})

describe('standardizeTokens', () => {
  it('uses the unbiased variance of each token', () => {
    const standardized = standardizeTokens(tf.tensor([1, 2, 3, 10, 10, 10], [1, 2, 3]))
    expect(relativeError(standardized.dataSync(), [-1, 0, 1, 0, 0, 0])).toBeLessThan(1e-5)
  })

  it('refuses tokens of one value, whose variance is 0 / 0', () => {
    expect(() => standardizeTokens(tf.zeros([1, 2, 1]))).toThrowRomae('CONFIG_CONFLICT')
  })
})

describe('likelihood', () => {
  const predictions = tf.tensor([0.5, -3, 0], [1, 1, 3])
  const lossOf = (likelihood?: Likelihood) => {
    const model = tinyPretraining(likelihood && { likelihood })
    return pretrainingLoss(model, predictions, { targets: tf.zeros([1, 1, 3]) }).dataSync()[0]
  }

  it('is the squared error, unless it is to be the absolute one, or Huber’s', () => {
    expect(lossOf()).toBeCloseTo((0.25 + 9) / 3, 6)
    expect(lossOf({ kind: 'squaredError' })).toBe(lossOf())
    expect(lossOf({ kind: 'quantiles', levels: [0.5] })).toBeCloseTo(3.5 / 3, 6)
    expect(lossOf({ kind: 'huber' })).toBeCloseTo((0.25 + 1 + 2 * 2) / 3, 6)
  })
})
