import * as tf from '@tensorflow/tfjs-core'
import type { BackboneConfig } from '../config/types.ts'
import type { TensorMap } from '../parameters/pack.ts'
import { channelTable } from '../parameters/specs.ts'

/**
 * Adds to each token the embedding of its channel, where the model has them; else the tokens stay as they are. Not in the
 * reference: there a channel is told by its position alone.
 *
 * @param x `[batch, length, dModel]`
 * @param positions `[batch, axes, length]`, on the axis of channels indices from 0
 * @returns `[batch, length, dModel]`
 */
export function withChannels(
  { channelEmbedding }: Pick<BackboneConfig, 'channelEmbedding'>,
  parameters: TensorMap,
  stack: keyof typeof channelTable,
  x: tf.Tensor,
  positions: tf.Tensor,
): tf.Tensor {
  if (channelEmbedding === undefined) return x
  const { axis, names } = channelEmbedding
  const [batch, length, dModel] = x.shape as [number, number, number]
  const weights = parameters[channelTable[stack]] as tf.Tensor2D
  return tf.tidy(() => {
    // One-hot rows of a single channel there are none.
    if (names.length === 1) return tf.add(x, tf.reshape(weights, [1, 1, dModel]))
    const channels = tf.cast(tf.reshape(tf.slice(positions, [0, axis, 0], [-1, 1, -1]), [batch * length]), 'int32')
    // A product with one-hot rows, not a lookup: its gradient is a product too, on every engine.
    const chosen = tf.oneHot(channels, names.length) // [batch x length, channels]
    const embedded = tf.matMul(tf.cast(chosen, 'float32'), weights)
    return tf.add(x, tf.reshape(embedded, [batch, length, dModel]))
  })
}
