import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { type PredictionConfig, predictionConfig } from '../index.ts'
import { relativeDifference } from '../testing/compare.ts'
import { gradientError } from '../testing/gradients.ts'
import { randomPredictionInputs, randomWeights, tinyPrediction, tinyStack } from '../testing/models.ts'
import { randomModality, twoModalities } from '../testing/set-models.ts'
import { predict } from './prediction.ts'
import { encodeSet, poolSet, predictSet } from './prediction-set.ts'

const random = createRandom(1)
const ROUNDING = 2e-5

function setOf(pooling: PredictionConfig['pooling'], modalities = [...twoModalities]): PredictionConfig {
  return predictionConfig({ tokenSize: 4, axes: 3, modalities, encoder: tinyStack(3), outputSize: 2, pooling })
}

const [image, series] = twoModalities.map((one, index) => {
  const { visible, visiblePositions, visiblePadding } = randomModality(one, random, { visible: 3 + index, masked: 1 })
  return { values: visible, positions: visiblePositions, padding: visiblePadding }
}) as [ReturnType<typeof whole>, ReturnType<typeof whole>]
const modalities = { image, series }

function whole() {
  return { values: tf.zeros([1]), positions: tf.zeros([1]), padding: tf.zeros([1]) }
}

describe.each(['cls', 'mean'] as const)('predictSet with pooling %s', (pooling) => {
  const config = setOf(pooling)
  const weights = randomWeights(config, random)

  it('reads any subset of the modalities: absent is not given', () => {
    const padded = { ...modalities, image: { ...image, padding: tf.onesLike(image.padding) } }
    const absent = predictSet(config, weights, { modalities: padded })
    expect(absent.shape).toEqual([2, 2])
    expect(relativeDifference(absent, predictSet(config, weights, { modalities: { series } }))).toBeLessThan(ROUNDING)
    expect(relativeDifference(absent, predictSet(config, weights, { modalities }))).toBeGreaterThan(1e-3)
  })

  it('does not depend on how far a sample is padded', () => {
    const longer = {
      values: tf.concat([image.values, tf.ones([2, 2, 4])], 1),
      positions: tf.concat([image.positions, tf.ones([2, 2, 2])], 2),
      padding: tf.concat([image.padding, tf.ones([2, 2])], 1),
    }
    const there = predictSet(config, weights, { modalities })
    const padded = predictSet(config, weights, { modalities: { ...modalities, image: longer } })
    expect(relativeDifference(padded, there)).toBeLessThan(ROUNDING)
  })

  it('does not depend on the order of modalities', () => {
    const reversed = setOf(pooling, twoModalities.toReversed())
    const there = predictSet(config, weights, { modalities })
    expect(relativeDifference(predictSet(reversed, weights, { modalities }), there)).toBeLessThan(ROUNDING)
  })

  it('is the model of one modality where there is one', () => {
    const single = tinyPrediction({ tokenSize: 4, axes: 3, encoder: tinyStack(3), outputSize: 2, pooling })
    const named = setOf(pooling, [{ name: 'all', tokenSize: 4, axes: [0, 1, 2] }] as never)
    const { 'projection.weight': weight, 'projection.bias': bias, ...others } = randomWeights(single, random)
    const inputs = randomPredictionInputs(single, random)
    const expected = predict(single, { ...others, 'projection.weight': weight!, 'projection.bias': bias! }, inputs)
    const renamed = { ...others, 'projection.all.weight': weight!, 'projection.all.bias': bias! }
    expect(relativeDifference(predictSet(named, renamed, { modalities: { all: inputs } }), expected)).toBeLessThan(1e-6)
  })

  it('has the gradients of finite differences', () => {
    const names = ['projection.series.weight', 'head.head.2.bias']
    const run = (...values: tf.Tensor[]) => {
      const changed = Object.fromEntries(names.map((name, index) => [name, values[index]!]))
      return predictSet(config, { ...weights, ...changed }, { modalities })
    }
    const given = names.map((name) => weights[name]!)
    expect(gradientError(run, given)).toBeLessThan(2e-3)
  })
})

describe('poolSet', () => {
  it('is a mean of means: the longest modality counts no more than the shortest, and an absent one not at all', () => {
    // One token of 8 beside three tokens of 0, 2 and padding.
    const encoded = tf.tensor3d([7, 8, 0, 2, 99, 7, 99, 4, 6, 8], [2, 5, 1])
    const given = {
      image: { values: encoded, positions: encoded, padding: tf.tensor2d([[0], [1]]) },
      series: {
        values: encoded,
        positions: encoded,
        padding: tf.tensor2d([
          [0, 0, 1],
          [0, 0, 0],
        ]),
      },
    }
    const pooled = poolSet(setOf('mean'), { encoded, lengths: [1, 3] }, { modalities: given })
    expect([...pooled.dataSync()]).toEqual([4.5, 6])
  })
})

describe('encodeSet', () => {
  it('refuses what is not the model’s', () => {
    const config = setOf('cls')
    const weights = randomWeights(config, random)
    expect(() => encodeSet(config, weights, { modalities: {} })).toThrowRomae('INPUT_MISSING', {})
    expect(() => encodeSet(config, weights, { modalities: { sound: image } })).toThrowRomae('MODALITY_UNKNOWN', {})
    expect(() => predict(config, weights, image)).toThrowRomae('MODALITIES_GIVEN', { instead: 'predictSet' })
  })
})
