import * as tf from '@tensorflow/tfjs-core'
import { runExtension } from './extension.ts'

/**
 * RMSNorm: x / sqrt(mean(x^2) + epsilon) * gain, over the last axis (paper, eq. 3).
 *
 * @param x `[..., d]`
 * @param gain `[d]`
 * @returns `[..., d]`
 */
export function rmsNorm(x: tf.Tensor, gain: tf.Tensor, epsilon: number): tf.Tensor {
  const forward = tf.customGrad((...args) => {
    const [input, weight, save] = args as unknown as [tf.Tensor, tf.Tensor, tf.GradSaveFunc]
    save([input, weight])
    return {
      value: normalize(input, weight, epsilon)[0],
      gradFunc: (dy, saved) => normalizeGradient(dy, saved as [tf.Tensor, tf.Tensor], epsilon),
    }
  })
  return forward(x, gain)
}

function normalize(x: tf.Tensor, gain: tf.Tensor, epsilon: number): [tf.Tensor, tf.Tensor] {
  const fused = runExtension('RmsNorm', { x, gain }, { epsilon })
  if (fused !== null) return [fused[0]!, fused[1]!]
  const inverseRms = tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon)) // [..., 1]
  return [tf.mul(tf.mul(x, inverseRms), gain), inverseRms]
}

/**
 * With r = 1 / rms, u = dy r and t = u x: dx = u gain - x r^2 (t . gain) / d, dgain = the sum of t over all rows. Written so
 * that few operations pass over the whole of x: the others are on one number a row.
 */
function normalizeGradient(dy: tf.Tensor, [x, gain]: [tf.Tensor, tf.Tensor], epsilon: number): [tf.Tensor, tf.Tensor] {
  // Made again rather than saved: a compiled graph finds the same node, and eager tfjs need not keep it.
  const [, inverseRms] = normalize(x, gain, epsilon)
  const d = gain.size
  const u = tf.mul(dy, inverseRms)
  const t = tf.reshape(tf.mul(u, x), [-1, d]) // [rows, d]
  const means = tf.mul(tf.matMul(t, tf.reshape(gain, [d, 1])), 1 / d) // [rows, 1]
  const perRow = tf.mul(tf.square(inverseRms), tf.reshape(means, inverseRms.shape))
  return [tf.sub(tf.mul(u, gain), tf.mul(x, perRow)), tf.sum(t, 0)]
}
