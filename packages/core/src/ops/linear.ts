import * as tf from '@tensorflow/tfjs-core'

/**
 * A linear layer on the last axis: x W + b.
 *
 * @param x `[batch, length, in]`
 * @param weight `[in, out]` (the packed layout; a checkpoint stores the transpose)
 * @param bias `[out]`
 * @returns `[batch, length, out]`
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  const [batch, length, width] = x.shape as [number, number, number]
  const rows = tf.matMul(tf.reshape(x, [batch * length, width]) as tf.Tensor2D, weight as tf.Tensor2D)
  const y = tf.reshape(rows, [batch, length, weight.shape[1]!])
  return bias === undefined ? y : tf.add(y, bias)
}
