import { createRandom, type Random } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RomaeConfig } from '../config/types.ts'
import type { TensorMap } from '../parameters/pack.ts'
import { relativeDifference } from '../testing/compare.ts'
import {
  randomPredictionInputs,
  randomPretrainingInputs,
  randomTensor,
  randomWeights,
  tinyPrediction,
  tinyPretraining,
} from '../testing/models.ts'
import { encode, type PredictionInputs, predict, predictionLoss } from './prediction.ts'
import { type PretrainingInputs, pretrainingForward, pretrainingLoss } from './pretraining.ts'

const anySeed = fc.nat(1e6)
const anyAxes = fc.integer({ min: 1, max: 3 })
/** Rounding through two stacks of two blocks, in single precision. */
const ROUNDING = 2e-5
/** What is not the same differs by more than rounding can. */
const CHANGED = 1e-3

/** `order[slot]` says which token comes to stand there; the same in every row of the batch. */
function permute(x: tf.Tensor, axis: number, order: Int32Array): tf.Tensor {
  return tf.gather(x, tf.tensor1d(order, 'int32'), axis)
}

function shuffled(length: number, random: Random): Int32Array {
  return random.shuffle(Int32Array.from({ length }, (_, index) => index))
}

function gradientsOf(weights: TensorMap, loss: (weights: TensorMap) => tf.Tensor): TensorMap {
  const names = Object.keys(weights)
  const gradients = tf.grads((...values) => loss(Object.fromEntries(names.map((name, i) => [name, values[i]!]))))(
    Object.values(weights),
  )
  return Object.fromEntries(names.map((name, i) => [name, gradients[i]!]))
}

function worstDifference(got: TensorMap, expected: TensorMap): number {
  return Math.max(...Object.entries(expected).map(([name, tensor]) => relativeDifference(got[name]!, tensor)))
}

/** The same shift of all positions, another one on each axis. */
function shiftedBy(random: Random, axes: number): (positions: tf.Tensor) => tf.Tensor {
  const shift = tf.add(randomTensor(random, [1, axes, 1]), 2)
  return (positions) => tf.add(positions, shift)
}

/** How much a common shift of all positions changes the predictions of both tasks. */
function effectOfShift(seed: number, axes: number, cls: boolean): { reconstructed: number; predicted: number } {
  const random = createRandom(seed)
  const shift = shiftedBy(random, axes)

  const pretraining = tinyPretraining({ axes, cls })
  const weights = randomWeights(pretraining, random)
  const inputs = randomPretrainingInputs(pretraining, random)
  const moved = {
    ...inputs,
    visiblePositions: shift(inputs.visiblePositions),
    maskedPositions: shift(inputs.maskedPositions),
  }
  const reconstructed = relativeDifference(
    pretrainingForward(pretraining, weights, moved).predictions,
    pretrainingForward(pretraining, weights, inputs).predictions,
  )

  const prediction = tinyPrediction({ axes, cls, pooling: 'mean' })
  const others = randomWeights(prediction, random)
  const samples = randomPredictionInputs(prediction, random)
  const predicted = relativeDifference(
    predict(prediction, others, { ...samples, positions: shift(samples.positions) }),
    predict(prediction, others, samples),
  )
  return { reconstructed, predicted }
}

describe('a common shift of positions', () => {
  it('does not matter without [CLS]', () => {
    fc.assert(
      fc.property(anySeed, anyAxes, (seed, axes) => {
        const { reconstructed, predicted } = effectOfShift(seed, axes, false)
        expect(Math.max(reconstructed, predicted)).toBeLessThan(ROUNDING)
      }),
      { numRuns: 10 },
    )
  })

  it.each([1, 2, 3])('matters with [CLS], which stays at 0, on %i axes', (axes) => {
    const { reconstructed, predicted } = effectOfShift(1, axes, true)
    expect(Math.min(reconstructed, predicted)).toBeGreaterThan(CHANGED)
  })

  it('of the mask tokens alone does matter', () => {
    const random = createRandom(1)
    const config = tinyPretraining({ cls: false })
    const [weights, inputs] = [randomWeights(config, random), randomPretrainingInputs(config, random)]
    const moved = { ...inputs, maskedPositions: shiftedBy(random, 2)(inputs.maskedPositions) }
    const difference = relativeDifference(
      pretrainingForward(config, weights, moved).predictions,
      pretrainingForward(config, weights, inputs).predictions,
    )
    expect(difference).toBeGreaterThan(CHANGED)
  })
})

describe('positions', () => {
  it('matter on every axis to stacks of any width, as long as some pairs rotate', () => {
    const anyWidth = fc.record({
      axes: fc.integer({ min: 1, max: 8 }),
      rest: fc.integer({ min: 0, max: 5 }),
      ropeFraction: fc.constantFrom(0.1, 0.75, 1),
    })
    fc.assert(
      fc.property(anySeed, anyWidth, (seed, { axes, rest, ropeFraction }) => {
        const random = createRandom(seed)
        const stack = { dModel: 2 * axes + 2 * rest, heads: 1, depth: 2 }
        const config = tinyPrediction({ axes, encoder: stack, ropeFraction })
        const [weights, inputs] = [randomWeights(config, random), randomPredictionInputs(config, random)]
        const outputs = predict(config, weights, inputs)
        for (let axis = 0; axis < axes; axis++) {
          const others = tf.tensor(Float32Array.from({ length: axes }, (_, index) => (index === axis ? 0 : 1)))
          const positions = tf.mul(inputs.positions, tf.reshape(others, [1, axes, 1]))
          expect(relativeDifference(predict(config, weights, { ...inputs, positions }), outputs)).toBeGreaterThan(1e-7)
        }
      }),
      { numRuns: 12 },
    )
  })

  it('do not matter with fraction 0, nor by the rule of the reference where an axis has a single pair', () => {
    const stack = { dModel: 8, heads: 1, depth: 2 }
    for (const change of [{ ropeFraction: 0 }, { ropeMinimumPairs: 0 } as const]) {
      const random = createRandom(1)
      const config = tinyPrediction({ axes: 4, encoder: stack, ...change })
      const [weights, inputs] = [randomWeights(config, random), randomPredictionInputs(config, random)]
      const nowhere = { ...inputs, positions: tf.zerosLike(inputs.positions) }
      const difference = relativeDifference(predict(config, weights, nowhere), predict(config, weights, inputs))
      expect(difference).toBe(0)
    }
  })
})

describe('the order of tokens', () => {
  it('does not matter: visible tokens leave predictions as they are, masked tokens take theirs along', () => {
    fc.assert(
      fc.property(anySeed, anyAxes, fc.boolean(), fc.constantFrom('rope', 'absolute'), (seed, axes, cls, encoding) => {
        const random = createRandom(seed)
        const config = tinyPretraining({ axes, cls, positionEncoding: encoding as RomaeConfig['positionEncoding'] })
        const weights = randomWeights(config, random)
        const inputs = randomPretrainingInputs(config, random)
        const [visible, masked] = [shuffled(3, random), shuffled(4, random)]
        const permuted: PretrainingInputs = {
          visible: permute(inputs.visible, 1, visible),
          visiblePositions: permute(inputs.visiblePositions, 2, visible),
          maskedPositions: permute(inputs.maskedPositions, 2, masked),
        }
        const expected = permute(pretrainingForward(config, weights, inputs).predictions, 1, masked)
        const got = pretrainingForward(config, weights, permuted).predictions
        expect(relativeDifference(got, expected)).toBeLessThan(ROUNDING)
      }),
      { numRuns: 12 },
    )
  })

  it('does not matter for predictions of samples, and moves those of tokens', () => {
    fc.assert(
      fc.property(anySeed, anyAxes, fc.constantFrom('cls', 'mean', 'token'), (seed, axes, pooling) => {
        const random = createRandom(seed)
        const config = tinyPrediction({ axes, pooling: pooling as 'cls' | 'mean' | 'token' })
        const weights = randomWeights(config, random)
        const { values, positions } = randomPredictionInputs(config, random)
        const order = shuffled(5, random)
        const before = predict(config, weights, { values, positions })
        const expected = pooling === 'token' ? permute(before, 1, order) : before
        const permuted = { values: permute(values, 1, order), positions: permute(positions, 2, order) }
        expect(relativeDifference(predict(config, weights, permuted), expected)).toBeLessThan(ROUNDING)
      }),
      { numRuns: 12 },
    )
  })
})

/** Appends `count` tokens of garbage to a tensor. */
function garbage(x: tf.Tensor, axis: number, count: number, random: Random): tf.Tensor {
  const shape = x.shape.map((size, place) => (place === axis ? count : size))
  return tf.concat([x, randomTensor(random, shape, 100)], axis)
}

function paddingAfter(batch: number, real: number, count: number): tf.Tensor {
  return tf.concat([tf.zeros([batch, real]), tf.ones([batch, count])], 1)
}

describe('padding', () => {
  const counts = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }))

  it('changes neither reconstruction nor its gradients, whatever stands there', () => {
    fc.assert(
      fc.property(anySeed, fc.boolean(), counts, (seed, cls, [visible, masked]) => {
        const random = createRandom(seed)
        const config = tinyPretraining({ cls })
        const weights = randomWeights(config, random)
        const inputs = randomPretrainingInputs(config, random)
        const padded: PretrainingInputs = {
          visible: garbage(inputs.visible, 1, visible, random),
          visiblePositions: garbage(inputs.visiblePositions, 2, visible, random),
          visiblePadding: paddingAfter(2, 3, visible),
          maskedPositions: garbage(inputs.maskedPositions, 2, masked, random),
          maskedPadding: paddingAfter(2, 4, masked),
          targets: garbage(inputs.targets, 1, masked, random),
        }
        const run = (given: PretrainingInputs) => (parameters: TensorMap) =>
          pretrainingLoss(config, pretrainingForward(config, parameters, given).predictions, given)
        const real = tf.slice(pretrainingForward(config, weights, padded).predictions, [0, 0, 0], [-1, 4, -1])
        expect(relativeDifference(real, pretrainingForward(config, weights, inputs).predictions)).toBeLessThan(ROUNDING)
        expect(relativeDifference(run(padded)(weights), run(inputs)(weights))).toBeLessThan(ROUNDING)
        const difference = worstDifference(gradientsOf(weights, run(padded)), gradientsOf(weights, run(inputs)))
        expect(difference).toBeLessThan(10 * ROUNDING)
      }),
      { numRuns: 8 },
    )
  })

  it('changes neither predictions nor their gradients, wherever in the row it stands', () => {
    fc.assert(
      fc.property(anySeed, fc.constantFrom('cls', 'mean', 'token'), (seed, pooling) => {
        const random = createRandom(seed)
        const config = tinyPrediction({ pooling: pooling as 'cls' | 'mean' | 'token' })
        const weights = randomWeights(config, random)
        const inputs = randomPredictionInputs(config, random)
        const order = shuffled(7, random)
        const padded: PredictionInputs = {
          values: permute(garbage(inputs.values, 1, 2, random), 1, order),
          positions: permute(garbage(inputs.positions, 2, 2, random), 2, order),
          padding: permute(paddingAfter(2, 5, 2), 1, order),
        }
        const targets = randomTensor(random, pooling === 'token' ? [2, 5, 4] : [2, 4])
        const moved = pooling === 'token' ? permute(garbage(targets, 1, 2, random), 1, order) : targets
        const run = (given: PredictionInputs, expected: tf.Tensor) => (parameters: TensorMap) =>
          predictionLoss(predict(config, parameters, given), expected, { kind: 'meanSquaredError' }, given.padding)
        const [short, long] = [run(inputs, targets), run(padded, moved)]
        expect(relativeDifference(long(weights), short(weights))).toBeLessThan(ROUNDING)
        const difference = worstDifference(gradientsOf(weights, long), gradientsOf(weights, short))
        expect(difference).toBeLessThan(10 * ROUNDING)
      }),
      { numRuns: 8 },
    )
  })

  it('that is not marked does matter', () => {
    const random = createRandom(1)
    const config = tinyPrediction()
    const [weights, inputs] = [randomWeights(config, random), randomPredictionInputs(config, random)]
    const longer = { values: garbage(inputs.values, 1, 1, random), positions: garbage(inputs.positions, 2, 1, random) }
    const difference = relativeDifference(predict(config, weights, longer), predict(config, weights, inputs))
    expect(difference).toBeGreaterThan(CHANGED)
  })
})

describe('positions', () => {
  it('do not matter to a model without any', () => {
    const random = createRandom(1)
    const config = tinyPrediction({ positionEncoding: 'none' })
    const [weights, inputs] = [randomWeights(config, random), randomPredictionInputs(config, random)]
    const elsewhere = { ...inputs, positions: tf.mul(inputs.positions, 3) }
    const difference = relativeDifference(
      encode(config, weights, elsewhere).encoded,
      encode(config, weights, inputs).encoded,
    )
    expect(difference).toBe(0)
  })
})

describe('the gradient of a whole model', () => {
  it('agrees with a central difference along a random direction', () => {
    const random = createRandom(1)
    const config = tinyPretraining({ axes: 3 })
    const weights = randomWeights(config, random)
    const inputs = randomPretrainingInputs(config, random)
    const loss = (parameters: TensorMap) =>
      pretrainingLoss(config, pretrainingForward(config, parameters, inputs).predictions, inputs)
    const gradients = gradientsOf(weights, loss)
    for (let direction = 0; direction < 4; direction++) {
      const ray = Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, randomTensor(random, w.shape)]))
      const slope = Object.entries(gradients).reduce(
        (sum, [name, gradient]) => sum + tf.sum(tf.mul(gradient, ray[name]!)).dataSync()[0]!,
        0,
      )
      const at = (step: number) =>
        loss(
          Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, tf.add(w, tf.mul(ray[name]!, step))])),
        ).dataSync()[0]!
      const step = 2e-3
      const numeric = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)
      // The loss is near 10, its rounding near 1e-6; divided by the step that is 1e-3 of slopes near 10.
      expect(Math.abs(numeric - slope)).toBeLessThan(3e-3 * Math.max(1, Math.abs(slope)))
    }
  })
})
