import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { pretrainingConfig } from '../index.ts'
import { initializeParameters } from '../parameters/initialize.ts'
import { transferParameters } from '../parameters/transfer.ts'
import { relativeDifference } from '../testing/compare.ts'
import {
  randomPretrainingInputs,
  randomWeights,
  tinyPrediction,
  tinyPretraining,
  tinyStack,
} from '../testing/models.ts'
import { pretrainingForward, pretrainingLoss } from './pretraining.ts'

const random = createRandom(1)
const channelEmbedding = { axis: 0, names: ['rain', 'wind', 'sun'], rotary: false }
const config = tinyPretraining({ channelEmbedding })
const weights = randomWeights(config, random)

/** `[batch, 2, count]`: on the first axis channels 0, 1, 2, 0, …; on the second any number. */
function placed(positions: tf.Tensor): tf.Tensor {
  const [batch, , count] = positions.shape as [number, number, number]
  const channels = tf.tensor(Array.from({ length: batch * count }, (_, token) => token % 3))
  return tf.concat([tf.reshape(channels, [batch, 1, count]), tf.slice(positions, [0, 1, 0], [-1, 1, -1])], 1)
}
const drawn = randomPretrainingInputs(config, random)
const inputs = {
  ...drawn,
  visiblePositions: placed(drawn.visiblePositions),
  maskedPositions: placed(drawn.maskedPositions),
}

describe('an embedding for each channel', () => {
  it('is added to the tokens, and to the mask tokens: all that a channel changes where its axis does not rotate', () => {
    const { projection, predictions } = pretrainingForward(config, weights, inputs)
    const without = pretrainingForward(
      config,
      { ...weights, 'channel_embedding.weight': tf.zeros([3, 16]), 'mask_channel_embedding.weight': tf.zeros([3, 8]) },
      inputs,
    )
    const added = tf.sub(projection!, without.projection!)
    const rows = tf.gather(weights['channel_embedding.weight']!, tf.tensor1d([0, 1, 2, 0, 1, 2], 'int32'))
    expect(relativeDifference(added, tf.reshape(rows, [2, 3, 16]))).toBeLessThan(1e-6)
    expect(relativeDifference(predictions, without.predictions)).toBeGreaterThan(1e-3)
    // Tables of zeros, and an axis that does not rotate: channels are alike.
    const swapped = tf.concat([tf.zeros([2, 1, 4]), tf.slice(inputs.maskedPositions, [0, 1, 0], [-1, 1, -1])], 1)
    const alike = { ...weights, 'mask_channel_embedding.weight': tf.zeros([3, 8]) }
    const one = pretrainingForward(config, alike, inputs)
    const other = pretrainingForward(config, alike, { ...inputs, maskedPositions: swapped })
    expect(relativeDifference(one.predictions, other.predictions)).toBe(0)
  })

  it('has gradients of its channels alone', () => {
    const table = weights['mask_channel_embedding.weight']!
    const maskedPositions = tf.mul(inputs.maskedPositions, tf.tensor([0, 1], [1, 2, 1])) // all of channel 0
    const gradient = tf.grad((values: tf.Tensor) => {
      const { predictions } = pretrainingForward(
        config,
        { ...weights, 'mask_channel_embedding.weight': values },
        { ...inputs, maskedPositions },
      )
      return pretrainingLoss(config, predictions, inputs)
    })(table)
    const byChannel = tf.sum(tf.abs(gradient), 1).dataSync()
    expect(byChannel[0]).toBeGreaterThan(1e-4)
    expect([...byChannel.subarray(1)]).toEqual([0, 0])
  })

  it('is one vector for all where there is a single channel', () => {
    const single = tinyPretraining({ channelEmbedding: { axis: 0, names: ['rain'], rotary: false } })
    const all = randomWeights(single, random)
    const still = tf.mul(inputs.visiblePositions, tf.tensor([0, 1], [1, 2, 1]))
    const { projection } = pretrainingForward(single, all, { ...inputs, visiblePositions: still })
    const none = { ...all, 'channel_embedding.weight': tf.zeros([1, 16]) }
    const { projection: without } = pretrainingForward(single, none, { ...inputs, visiblePositions: still })
    const added = tf.sub(projection!, without!)
    const vector = tf.reshape(all['channel_embedding.weight']!, [1, 1, 16])
    expect(relativeDifference(added, tf.add(tf.zeros([2, 3, 16]), vector))).toBeLessThan(1e-6)
  })

  it('leaves a model without it as it was, to the byte', () => {
    const plain = tinyPretraining()
    expect(JSON.stringify(plain)).not.toMatch(/channelEmbedding|ropeBase/)
    expect(Object.keys(initializeParameters(plain, 1))).not.toContain('channel_embedding.weight')
    const {
      'channel_embedding.weight': _,
      'mask_channel_embedding.weight': __,
      ...others
    } = initializeParameters(config, 1)
    expect(others).not.toEqual({})
    const both = initializeParameters(tinyPretraining({ channelEmbedding: { ...channelEmbedding, rotary: true } }), 1)
    for (const [name, values] of Object.entries(initializeParameters(plain, 1))) expect(both[name]).toEqual(values)
  })

  it('goes over to a model with other channels, by name; what is new begins anew', () => {
    const pretrained = initializeParameters(config, 1)
    const names = ['snow', 'wind', 'rain']
    const target = tinyPrediction({ channelEmbedding: { axis: 0, names, rotary: false } })
    const row = (table: Float32Array, channel: number) => table.subarray(16 * channel, 16 * (channel + 1))
    const carried = transferParameters(target, pretrained, 2, { channels: channelEmbedding.names })
    const fresh = initializeParameters(target, 2)
    const [before, after] = [pretrained['channel_embedding.weight']!, carried['channel_embedding.weight']!]
    expect(row(after, 0)).toEqual(row(fresh['channel_embedding.weight']!, 0))
    expect(row(after, 1)).toEqual(row(before, 1))
    expect(row(after, 2)).toEqual(row(before, 0))
    expect(() => transferParameters(target, pretrained, 2, { channels: ['rain', 'wind'] })).toThrowRomae(
      'PARAMETER_SHAPE',
      { name: 'channel_embedding.weight' },
    )
  })

  it.each([
    [{ axis: 2, names: ['a'], rotary: true }, {}],
    [{ axis: 0, names: ['a'], rotary: false }, { axes: 1 }],
    [{ axis: 0, names: ['a'], rotary: false }, { positionEncoding: 'absolute' as const }],
  ])('refuses %j with %j', (given, changes) => {
    expect(() => tinyPretraining({ ...changes, channelEmbedding: given })).toThrowRomae('CONFIG_CONFLICT', {})
  })

  it('refuses two channels of one name', () => {
    const twice = { axis: 0, names: ['a', 'a'], rotary: true }
    expect(() => tinyPretraining({ channelEmbedding: twice })).toThrowRomae('CONFIG_VALUE', { key: 'names' })
  })
})

describe('ropeBase', () => {
  it('has one base for each axis that rotates', () => {
    expect(() => tinyPretraining({ ropeBase: [10] })).toThrowRomae('CONFIG_CONFLICT', {})
    const sizes = { tokenSize: 3, axes: 2, encoder: tinyStack(2) }
    expect(pretrainingConfig({ ...sizes, channelEmbedding, ropeBase: [10] }).ropeBase).toEqual([10])
  })
})
