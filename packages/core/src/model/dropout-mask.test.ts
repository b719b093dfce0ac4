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
import { type DropoutSite, predictionDropoutSites, pretrainingDropoutSites } from './dropout.ts'
import { dropoutMask, type MaskedRows } from './dropout-mask.ts'
import { predict } from './prediction.ts'
import { pretrainingForward } from './pretraining.ts'

const everyRate = {
  stochasticDepth: 0.5,
  hiddenDropout: 0.3,
  attentionDropout: 0.3,
  attentionOutputDropout: 0.3,
  positionDropout: 0.3,
}
const dropping = { encoder: { ...tinyStack(2), ...everyRate }, headDropout: 0.3 }
const decoder = { ...tinyStack(2), ...everyRate }

it('drops with its rate and keeps the expectation', () => {
  const count = 20_000
  for (const rate of [0.1, 0.5, 0.9]) {
    const mask = dropoutMask({ name: 'head', shape: [100, count / 100], rate }, createRandom(1))
    const dropped = mask.filter((value) => value === 0).length
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]))
    expect(Math.abs(dropped - count * rate)).toBeLessThan(5 * Math.sqrt(count * rate * (1 - rate)))
    const mean = mask.reduce((sum, value) => sum + value, 0) / count
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(rate / (1 - rate) / count))
  }
})

it('gives a part of a batch what the whole gives its rows', () => {
  const site = (batch: number): DropoutSite => ({ name: 'head', shape: [batch, 7, 5], rate: 0.5 })
  const whole = dropoutMask(site(6), createRandom(1))
  expect(dropoutMask(site(2), createRandom(1), { rows: [3, 4] })).toEqual(whole.subarray(3 * 35, 5 * 35))
  expect(whole.subarray(0, 35)).not.toEqual(whole.subarray(35, 70))
})

it('draws for real tokens, in their places, and keeps what is padding', () => {
  const sequence = [
    { tokens: 'cls', length: 1 },
    { tokens: 'visible', length: 3 },
    { tokens: 'masked', length: 2 },
  ] as const
  const site = { name: 'a', rate: 0.5, shape: [1, 2, 6, 6], sequences: [null, sequence, sequence] }
  const alone = { name: 'a', rate: 0.5, shape: [1, 2, 3, 3] }
  const drawn = [...dropoutMask(alone, createRandom(1))]
  const real = [0, 1, 4] // [CLS], one visible and one masked token
  const mask = dropoutMask(site, createRandom(1), { visible: [1], masked: [1] })
  for (const head of [0, 1]) {
    for (let query = 0; query < 6; query++) {
      for (let key = 0; key < 6; key++) {
        const expected = real.includes(query) && real.includes(key) ? drawn.shift() : 1
        expect([head, query, key, mask[(head * 6 + query) * 6 + key]]).toEqual([head, query, key, expected])
      }
    }
  }
})

/** Masks as the trainer makes them. */
function masksOf(sites: readonly DropoutSite[], rows: MaskedRows) {
  const masks = sites.map((site) => [
    site.name,
    tf.tensor(dropoutMask(site, createRandom(3, site.name), rows), [...site.shape]),
  ])
  return Object.fromEntries(masks)
}

/** The first so many along each axis but the batch, of which it is the row `row`. */
function firstOf(x: tf.Tensor, row: number, sizes: readonly number[]): tf.Tensor {
  return tf.slice(x, [row, ...sizes.map(() => 0)], [1, ...sizes])
}

/** Padding of rows of `length` tokens. */
const paddingOf = (real: readonly number[], length: number) =>
  tf.tensor2d(real.map((count) => Array.from({ length }, (_, token) => (token < count ? 0 : 1))))

describe('a row computes in a batch, padded, what it computes alone, everything dropping', () => {
  it.each([true, false])('in pre-training, [CLS] %s', (cls) => {
    const config = tinyPretraining({ ...dropping, decoder, cls })
    const random = createRandom(1)
    const weights = randomWeights(config, random)
    const [visible, masked] = [
      [5, 3, 4],
      [4, 2, 3],
    ]
    const size = { batch: 3, visible: 5, masked: 4 }
    const inputs = randomPretrainingInputs(config, random, size)
    const given = { visiblePadding: paddingOf(visible, 5), maskedPadding: paddingOf(masked, 4) }
    const dropout = masksOf(pretrainingDropoutSites(config, size), { visible, masked })
    const { predictions } = pretrainingForward(config, weights, { ...inputs, ...given, dropout })
    for (const row of [0, 1, 2]) {
      const own = { batch: 1, visible: visible[row]!, masked: masked[row]! }
      const alone = pretrainingForward(config, weights, {
        visible: firstOf(inputs.visible, row, [own.visible, 3]),
        visiblePositions: firstOf(inputs.visiblePositions, row, [2, own.visible]),
        maskedPositions: firstOf(inputs.maskedPositions, row, [2, own.masked]),
        dropout: masksOf(pretrainingDropoutSites(config, own), { rows: [row] }),
      })
      const real = firstOf(predictions, row, [own.masked, 3])
      expect(relativeDifference(real, alone.predictions)).toBeLessThan(1e-4)
    }
  })

  it.each(['cls', 'mean', 'token'] as const)('in prediction, pooling %s', (pooling) => {
    const config = tinyPrediction({ ...dropping, cls: true, pooling })
    const random = createRandom(1)
    const weights = randomWeights(config, random)
    const visible = [6, 2, 5]
    const inputs = randomPredictionInputs(config, random, { batch: 3, length: 6 })
    const dropout = masksOf(predictionDropoutSites(config, { batch: 3, length: 6 }), { visible })
    const outputs = predict(config, weights, { ...inputs, padding: paddingOf(visible, 6), dropout })
    for (const [row, length] of visible.entries()) {
      const alone = predict(config, weights, {
        values: firstOf(inputs.values, row, [length, 3]),
        positions: firstOf(inputs.positions, row, [2, length]),
        dropout: masksOf(predictionDropoutSites(config, { batch: 1, length }), { rows: [row] }),
      })
      const real = firstOf(outputs, row, pooling === 'token' ? [length, 4] : [4])
      expect(relativeDifference(real, alone)).toBeLessThan(1e-4)
    }
  })
})
