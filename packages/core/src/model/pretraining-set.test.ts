import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import type { PretrainingConfig } from '../config/types.ts'
import { initializeParameters } from '../parameters/initialize.ts'
import { packParameters, type TensorMap, unpackParameters } from '../parameters/pack.ts'
import { parameterSpecs } from '../parameters/specs.ts'
import { relativeDifference } from '../testing/compare.ts'
import { gradientError } from '../testing/gradients.ts'
import { randomPretrainingInputs, randomWeights, tinyPretraining } from '../testing/models.ts'
import { randomModality, tinySet, twoModalities } from '../testing/set-models.ts'
import { pretrainingForward, pretrainingLoss } from './pretraining.ts'
import { type PretrainingSetInputs, pretrainingSetForward, pretrainingSetLoss } from './pretraining-set.ts'

const random = createRandom(1)
const config = tinySet()
const weights = randomWeights(config, random)
const [ofImage, ofSeries] = twoModalities
const image = randomModality(ofImage, random, { visible: 3, masked: 2 })
const series = randomModality(ofSeries, random, { visible: 2, masked: 4 })
const inputs = { modalities: { image, series } }
/** Rounding through two stacks, in single precision. */
const ROUNDING = 2e-5

function lossOf(model: PretrainingConfig, parameters: TensorMap, given: PretrainingSetInputs) {
  return pretrainingSetLoss(model, pretrainingSetForward(model, parameters, given), given)
}

/** Some rows of a batch. */
function rows({ modalities }: PretrainingSetInputs, chosen: readonly number[]): PretrainingSetInputs {
  const taken = Object.entries(modalities).map(([name, given]) => {
    const parts = Object.entries(given).map(([key, x]) => [
      key,
      tf.gather(x as tf.Tensor, tf.tensor1d([...chosen], 'int32')),
    ])
    return [name, Object.fromEntries(parts)] as const
  })
  return { modalities: Object.fromEntries(taken) }
}

/** A modality that no row has: padding alone. */
function nowhere(given: typeof image) {
  const { visiblePadding, maskedPadding } = given
  return { ...given, visiblePadding: tf.onesLike(visiblePadding), maskedPadding: tf.onesLike(maskedPadding) }
}

describe('the parameters of a model of several modalities', () => {
  it('are those of one, with a projection, a mask token and a head for each', () => {
    const names = (model: PretrainingConfig) => parameterSpecs(model).map(({ name }) => name)
    const single = new Set(names(tinyPretraining({ axes: 3, decoder: config.decoder })))
    expect(names(config).filter((name) => !single.has(name))).toEqual([
      'projection.image.weight',
      'projection.image.bias',
      'projection.series.weight',
      'projection.series.bias',
      'mask_token.image',
      'mask_token.series',
      'head.head.2.image.weight',
      'head.head.2.image.bias',
      'head.head.2.series.weight',
      'head.head.2.series.bias',
    ])
  })

  it('begin by their names, whatever the order of the modalities', () => {
    const reversed = tinySet({ modalities: twoModalities.toReversed() })
    expect(initializeParameters(reversed, 3)).toEqual(initializeParameters(config, 3))
    expect(initializeParameters(config, 3, { maskToken: 'zeros' })['mask_token.series']).toEqual(new Float32Array(12))
  })

  it('come back from the packed layout', () => {
    const parameters = initializeParameters(config, 3)
    expect(unpackParameters(config, packParameters(config, parameters))).toEqual(parameters)
  })
})

describe('pretrainingSetForward', () => {
  it('gives of each modality what is masked, in its own size', () => {
    const predictions = pretrainingSetForward(config, weights, inputs)
    expect(predictions.image!.shape).toEqual([2, 2, 4])
    expect(predictions.series!.shape).toEqual([2, 4, 2])
  })

  it('is the model of one modality where there is one', () => {
    const single = tinyPretraining({ tokenSize: 4, axes: 3, encoder: config.encoder, decoder: config.decoder })
    const named = tinySet({ modalities: [{ name: 'all', tokenSize: 4, axes: [0, 1, 2] }] })
    const ofSingle = randomWeights(single, random)
    const renamed = Object.fromEntries(
      Object.entries(ofSingle).map(([name, x]) => {
        return [name.replace(/^(projection|mask_token|head\.head\.2)(?=\.|$)/, '$1.all'), x]
      }),
    )
    const given = randomPretrainingInputs(single, random)
    const { predictions } = pretrainingForward(single, ofSingle, given)
    const named1 = pretrainingSetForward(named, renamed, { modalities: { all: given } })
    expect(relativeDifference(named1.all!, predictions)).toBe(0)
    const { loss } = pretrainingSetLoss(named, named1, { modalities: { all: given } })
    expect(relativeDifference(loss, pretrainingLoss(single, predictions, given))).toBeLessThan(1e-6)
  })

  it('does not depend on the order of modalities', () => {
    const reversed = tinySet({ modalities: twoModalities.toReversed() })
    const [one, other] = [config, reversed].map((model) => pretrainingSetForward(model, weights, inputs))
    for (const name of ['image', 'series']) {
      expect(relativeDifference(other![name]!, one![name]!)).toBeLessThan(ROUNDING)
    }
  })

  it('does not depend on the order of samples', () => {
    const there = pretrainingSetForward(config, weights, inputs)
    const back = pretrainingSetForward(config, weights, rows(inputs, [1, 0]))
    for (const name of ['image', 'series']) {
      expect(relativeDifference(tf.reverse(back[name]!, 0), there[name]!)).toBeLessThan(ROUNDING)
    }
  })

  it('reads nothing of a modality that is padding: absent is not given', () => {
    const padded = pretrainingSetForward(config, weights, { modalities: { image: nowhere(image), series } })
    const without = pretrainingSetForward(config, weights, { modalities: { series } })
    expect(relativeDifference(padded.series!, without.series!)).toBeLessThan(ROUNDING)
    expect(without.image).toBeUndefined()
    expect(relativeDifference(padded.series!, pretrainingSetForward(config, weights, inputs).series!)).toBeGreaterThan(
      1e-3,
    )
  })

  it('reads one modality to predict the other, and its positions', () => {
    const { visible, visiblePositions, visiblePadding, ...masked } = image
    const hidden = { modalities: { image: masked, series } }
    const there = pretrainingSetForward(config, weights, hidden).image!
    for (const key of ['visible', 'visiblePositions'] as const) {
      const moved = { ...series, [key]: tf.add(series[key], tf.randomNormal(series[key].shape, 0, 1, 'float32', 1)) }
      const other = pretrainingSetForward(config, weights, { modalities: { image: masked, series: moved } })
      expect(relativeDifference(other.image!, there)).toBeGreaterThan(1e-3)
    }
  })

  it('places positions on the axes of their names: a shared axis is one axis', () => {
    // Both modalities on one axis, and what has the same projection: then modalities are two pieces of one sequence.
    const shared = [
      { name: 'a', tokenSize: 4, axes: [1, 0] },
      { name: 'b', tokenSize: 4, axes: [0, 1] },
    ]
    const model = tinySet({ axes: 2, modalities: shared, encoder: { dModel: 16, heads: 2, depth: 2 } })
    const drawn = randomWeights(model, random)
    const alike = Object.fromEntries(
      Object.entries(drawn).map(([name, x]) => [name, drawn[name.replace(/\.b(?=\.|$)/, '.a')] ?? x]),
    )
    const [a, b] = shared.map((one) => randomModality(one, random, { visible: 2, masked: 2 }))
    const swap = (given: typeof image) => ({
      ...given,
      visiblePositions: tf.reverse(given.visiblePositions, 1),
      maskedPositions: tf.reverse(given.maskedPositions, 1),
    })
    const there = pretrainingSetForward(model, alike, { modalities: { a: a!, b: b! } })
    const back = pretrainingSetForward(model, alike, { modalities: { a: swap(b!), b: swap(a!) } })
    expect(relativeDifference(back.b!, there.a!)).toBeLessThan(ROUNDING)
    expect(relativeDifference(back.a!, there.b!)).toBeLessThan(ROUNDING)
  })

  it('refuses what is not the model’s', () => {
    expect(() => pretrainingSetForward(config, weights, { modalities: { imgae: image } })).toThrowRomae(
      'MODALITY_UNKNOWN',
      { modality: 'imgae' },
    )
    const wrong = { modalities: { image: { ...image, visible: series.visible }, series } }
    expect(() => pretrainingSetForward(config, weights, wrong)).toThrowRomae('INPUT_SHAPE', {
      name: 'visible of image',
    })
    const { maskedPositions: _, maskedPadding: __, ...shown } = image
    expect(() => pretrainingSetForward(config, weights, { modalities: { image: shown } })).toThrowRomae(
      'INPUT_MISSING',
      {},
    )
    expect(() => pretrainingForward(config, weights, image)).toThrowRomae('MODALITIES_GIVEN', {
      instead: 'pretrainingSetForward',
    })
    expect(() => pretrainingSetForward(tinyPretraining(), weights, inputs)).toThrowRomae('MODALITIES_MISSING', {})
  })
})

describe('pretrainingSetLoss', () => {
  it('is the sum of the mean errors of each modality’s real masked tokens', () => {
    const predictions = pretrainingSetForward(config, weights, inputs)
    const expected = Object.entries(inputs.modalities).map(([name, { targets, maskedPadding }]) => {
      const squares = tf.mean(tf.square(tf.sub(predictions[name]!, targets)), 2).dataSync()
      const real = [...maskedPadding.dataSync().keys()].filter((token) => maskedPadding.dataSync()[token] === 0)
      return real.reduce((sum, token) => sum + squares[token]!, 0) / real.length
    })
    const { loss, errors } = pretrainingSetLoss(config, predictions, inputs)
    expect(loss.dataSync()[0]).toBeCloseTo(expected[0]! + expected[1]!, 4)
    const sums = tf.sum(errors, 0).dataSync()
    expect(sums[0]! / 3).toBeCloseTo(expected[0]!, 4)
    expect(sums[1]! / 7).toBeCloseTo(expected[1]!, 4)
  })

  it('of parts, weighed by their rows, is that of the whole where each part has the whole’s weights', () => {
    const whole = lossOf(config, weights, inputs)
    const lossWeights = tf.tensor2d([2 / 3, 2 / 7, 2 / 3, 2 / 7], [2, 2]) // rows / masked tokens
    const parts = [0, 1].map((row) => {
      return lossOf(config, weights, { ...rows(inputs, [row]), lossWeights: tf.slice(lossWeights, [row, 0], [1, -1]) })
    })
    const mean = tf.div(tf.add(parts[0]!.loss, parts[1]!.loss), 2)
    expect(relativeDifference(mean, whole.loss)).toBeLessThan(1e-5)
    expect(relativeDifference(lossOf(config, weights, { ...inputs, lossWeights }).loss, whole.loss)).toBeLessThan(1e-6)
    const own = tf.div(
      tf.add(...([0, 1].map((row) => lossOf(config, weights, rows(inputs, [row])).loss) as [tf.Tensor, tf.Tensor])),
      2,
    )
    expect(relativeDifference(own, whole.loss)).toBeGreaterThan(1e-3)
  })

  it('of a modality that no sample has is nothing, and nothing of it learns', () => {
    const given = { modalities: { image: nowhere(image), series } }
    const { loss, errors } = lossOf(config, weights, given)
    expect([...tf.slice(errors, [0, 0], [-1, 1]).dataSync()]).toEqual([0, 0])
    expect(relativeDifference(loss, lossOf(config, weights, { modalities: { series } }).loss)).toBeLessThan(1e-5)
    const names = [
      'head.head.2.image.weight',
      'mask_token.image',
      'projection.image.weight',
      'head.head.2.series.weight',
    ]
    const gradients = tf.grads((...values) => {
      const changed = Object.fromEntries(names.map((name, index) => [name, values[index]!]))
      return lossOf(config, { ...weights, ...changed }, given).loss
    })(names.map((name) => weights[name]!))
    const largest = gradients.map((gradient) => tf.max(tf.abs(gradient)).dataSync()[0]!)
    expect(largest.slice(0, 3)).toEqual([0, 0, 0])
    expect(largest[3]).toBeGreaterThan(1e-3)
  })

  it('has the gradients of finite differences, in every list of parameters', () => {
    const stack = { dModel: 6, heads: 1, depth: 1, feedForward: 4, normEpsilon: 0.1 }
    const small = tinySet({ encoder: stack, decoder: stack })
    const others = randomWeights(small, random)
    const names = [
      'projection.image.weight',
      'projection.series.bias',
      'mask_token.series',
      'head.head.2.image.weight',
      'head.head.2.series.bias',
      'cls',
    ]
    const run = (...values: tf.Tensor[]) => {
      const changed = Object.fromEntries(names.map((name, index) => [name, values[index]!]))
      return lossOf(small, { ...others, ...changed }, inputs).loss
    }
    expect(
      gradientError(
        run,
        names.map((name) => others[name]!),
      ),
    ).toBeLessThan(2e-3)
  })

  it('refuses targets of another size', () => {
    const predictions = pretrainingSetForward(config, weights, inputs)
    const wrong = { modalities: { image: { ...image, targets: series.targets }, series } }
    expect(() => pretrainingSetLoss(config, predictions, wrong)).toThrowRomae('INPUT_SHAPE', {
      name: 'targets of image',
    })
  })
})
