import * as tf from '@tensorflow/tfjs-core'

/**
 * Scaled dot-product attention: softmax(q k^T / sqrt(headDimension) + bias) v.
 *
 * The scale is 1 / sqrt(headDimension), as in the reference's code; eq. 1 of the paper prints sqrt(d_model).
 *
 * @param q `[batch, heads, queries, headDimension]`
 * @param k `[batch, heads, keys, headDimension]`
 * @param v `[batch, heads, keys, headDimension]`
 * @param options.bias `[batch, 1, 1, keys]`, added to the scores: very negative on padded keys
 * @param options.dropout applied to the probabilities `[batch, heads, queries, keys]`
 * @returns `[batch, heads, queries, headDimension]`
 */
export function attention(
  q: tf.Tensor,
  k: tf.Tensor,
  v: tf.Tensor,
  options: { bias?: tf.Tensor | undefined; dropout?: ((probabilities: tf.Tensor) => tf.Tensor) | undefined } = {},
): tf.Tensor {
  const headDimension = q.shape[3]!
  return tf.tidy(() => {
    const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(headDimension)) // [batch, heads, queries, keys]
    const probabilities = tf.softmax(options.bias === undefined ? scores : tf.add(scores, options.bias))
    return tf.matMul(options.dropout?.(probabilities) ?? probabilities, v)
  })
}

/**
 * The attention bias that hides padded keys. A large finite number rather than -infinity: its exponential is exactly
 * zero all the same, and a row that has nothing but padding gives numbers instead of NaN.
 *
 * @param padding `[batch, keys]`, 1 = padding
 * @returns `[batch, 1, 1, keys]`
 */
export function paddingBias(padding: tf.Tensor): tf.Tensor {
  const [batch, keys] = padding.shape as [number, number]
  return tf.tidy(() => tf.reshape(tf.mul(tf.cast(padding, 'float32'), -1e9), [batch, 1, 1, keys]))
}
