import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { relativeDifference } from '../testing/compare.ts'
import {
  randomPredictionInputs,
  randomPretrainingInputs,
  randomWeights,
  tinyPrediction,
  tinyPretraining,
  tinyStack,
} from '../testing/models.ts'
import { type DropoutSite, predictionDropoutSites, pretrainingDropoutSites, stochasticDepthRate } from './dropout.ts'
import { predict } from './prediction.ts'
import { pretrainingForward } from './pretraining.ts'

const everyRate = {
  stochasticDepth: 0.3,
  hiddenDropout: 0.1,
  attentionDropout: 0.1,
  attentionOutputDropout: 0.1,
  positionDropout: 0.1,
}
const dropping = { encoder: { ...tinyStack(2), ...everyRate }, headDropout: 0.2 }
const decoder = { ...tinyStack(2), depth: 3, ...everyRate }

/** Masks that keep everything, and the names of those that were looked up. */
function watchedMasks(sites: readonly DropoutSite[]) {
  const used: string[] = []
  const masks = Object.fromEntries(sites.map(({ name, shape }) => [name, tf.ones([...shape])]))
  const watched = new Proxy(masks, {
    get(target, name: string) {
      used.push(name)
      return target[name]
    },
  })
  return { watched, used }
}

describe('stochasticDepthRate', () => {
  it('grows from 0 in the first block to the full rate in the last', () => {
    const stack = { ...tinyPrediction().encoder, depth: 5, stochasticDepth: 0.2 }
    const rates = Array.from({ length: 5 }, (_, layer) => stochasticDepthRate(stack, layer))
    expect(rates).toEqual([0, 0.05, 0.1, expect.closeTo(0.15), 0.2])
    expect(stochasticDepthRate({ ...stack, depth: 1 }, 0)).toBe(0)
  })
})

describe('the sites of pre-training', () => {
  it.each([
    [true, 'rope', 3],
    [false, 'rope', 3],
    [true, 'absolute', 3],
    [true, 'none', 0],
  ] as const)(
    'cls %s, positions %s, %i visible: each is used once, with its shape',
    (cls, positionEncoding, visible) => {
      const config = tinyPretraining({ ...dropping, decoder, cls, positionEncoding })
      const size = { batch: 2, visible, masked: 4 }
      const sites = pretrainingDropoutSites(config, size)
      const { watched, used } = watchedMasks(sites)
      const random = createRandom(1)
      const given = randomPretrainingInputs(config, random, size)
      const inputs = visible > 0 ? given : { ...given, visible: undefined, visiblePositions: undefined }
      const weights = randomWeights(config, random)
      const { predictions } = pretrainingForward(config, weights, { ...inputs, dropout: watched })
      expect(used.sort()).toEqual(sites.map(({ name }) => name).sort())
      // Keeping everything is evaluation; so is giving no masks.
      const evaluated = pretrainingForward(config, weights, inputs).predictions
      expect(relativeDifference(predictions, evaluated)).toBe(0)
    },
  )
})

describe('the sites of prediction', () => {
  it.each([
    [true, 'cls'],
    [true, 'mean'],
    [true, 'token'],
    [false, 'mean'],
    [false, 'token'],
  ] as const)('cls %s, pooling %s: each is used once, with its shape', (cls, pooling) => {
    const config = tinyPrediction({ ...dropping, cls, pooling })
    const sites = predictionDropoutSites(config, { batch: 2, length: 5 })
    const { watched, used } = watchedMasks(sites)
    const random = createRandom(1)
    const inputs = randomPredictionInputs(config, random, { length: 5 })
    const weights = randomWeights(config, random)
    const outputs = predict(config, weights, { ...inputs, dropout: watched })
    expect(used.sort()).toEqual(sites.map(({ name }) => name).sort())
    expect(relativeDifference(outputs, predict(config, weights, inputs))).toBe(0)
  })

  it('are none where all rates are zero', () => {
    expect(predictionDropoutSites(tinyPrediction(), { batch: 2, length: 5 })).toEqual([])
    expect(pretrainingDropoutSites(tinyPretraining(), { batch: 2, visible: 3, masked: 2 })).toEqual([])
  })
})

describe('a mask', () => {
  const config = tinyPrediction(dropping)
  const random = createRandom(2)
  const inputs = randomPredictionInputs(config, random, { length: 5 })
  const weights = randomWeights(config, random)
  const sites = predictionDropoutSites(config, { batch: 2, length: 5 })
  const keepAll = Object.fromEntries(sites.map(({ name, shape }) => [name, tf.ones([...shape])]))

  it.each(sites.map(({ name }) => name))('at %s changes the output', (name) => {
    const mask = tf.concat([
      tf.zeros([1, ...keepAll[name]!.shape.slice(1)]),
      tf.ones([1, ...keepAll[name]!.shape.slice(1)]),
    ])
    const dropped = predict(config, weights, { ...inputs, dropout: { ...keepAll, [name]: mask } })
    const kept = predict(config, weights, inputs)
    const sample = (outputs: tf.Tensor, index: number) => tf.slice(outputs, [index, 0], [1, -1])
    expect(relativeDifference(sample(dropped, 0), sample(kept, 0))).toBeGreaterThan(1e-4)
    expect(relativeDifference(sample(dropped, 1), sample(kept, 1))).toBe(0)
  })

  it('that is missing or would be broadcast is an error', () => {
    const run = (masks: Record<string, tf.Tensor>) => () => predict(config, weights, { ...inputs, dropout: masks })
    const { head, ...rest } = keepAll
    expect(run(rest)).toThrowRomae('INPUT_MISSING', { name: 'dropout mask head' })
    expect(run({ ...rest, head: tf.ones([1, 1, 1]) })).toThrowRomae('INPUT_SHAPE', {
      name: 'dropout mask head',
      expected: [2, 1, 16],
      got: [1, 1, 1],
    })
    const path = 'encoder.layers.1.feed_forward.path'
    expect(run({ ...keepAll, [path]: tf.ones([2, 1, 16]) })).toThrowRomae('INPUT_SHAPE', {
      expected: [2, 1, 1],
      got: [2, 1, 16],
    })
    expect(head!.shape).toEqual([2, 1, 16])
  })
})
