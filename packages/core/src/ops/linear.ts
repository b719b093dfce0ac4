import * as tf from '@tensorflow/tfjs-core'

/**
 * A linear layer on the last axis: x W + b.
 *
 * @param x `[..., in]`
 * @param weight `[in, out]` (the packed layout; a checkpoint stores the transpose)
 * @param bias `[out]`
 * @returns `[..., out]`
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  const width = x.shape[x.rank - 1]!
  const leading = x.shape.slice(0, -1)
  return tf.tidy(() => {
    const rows = tf.matMul(tf.reshape(x, [x.size / width, width]) as tf.Tensor2D, weight as tf.Tensor2D)
    const y = tf.reshape(rows, [...leading, weight.shape[1]!])
    return bias === undefined ? y : tf.add(y, bias)
  })
}
