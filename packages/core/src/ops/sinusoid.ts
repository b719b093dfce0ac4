import * as tf from '@tensorflow/tfjs-core'

/**
 * The absolute baseline: sin and cos of a token's index, interleaved; element 2j is sin(i / 10000^(2j / width)) and
 * element 2j + 1 its cosine.
 *
 * @param indices `[batch, length]`
 * @returns `[batch, length, width]`
 */
export function sinusoid(indices: tf.Tensor, width: number): tf.Tensor {
  const [batch, length] = indices.shape as [number, number]
  const pairs = Math.ceil(width / 2)
  const frequencies = Float32Array.from({ length: pairs }, (_, pair) => 10_000 ** ((-2 * pair) / width))
  return tf.tidy(() => {
    const angles = tf.mul(tf.reshape(indices, [batch, length, 1]), tf.tensor(frequencies, [1, 1, pairs]))
    const sin = tf.expandDims(tf.sin(angles), 3)
    const cos = tf.expandDims(tf.cos(angles), 3)
    const interleaved = tf.reshape(tf.concat([sin, cos], 3), [batch, length, 2 * pairs])
    return 2 * pairs === width ? interleaved : tf.slice(interleaved, [0, 0, 0], [-1, -1, width])
  })
}
