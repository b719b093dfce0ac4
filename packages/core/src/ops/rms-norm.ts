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

/** With x^ = x / rms and g = dy * gain: dx = (g - x^ * mean(g * x^)) / rms, dgain = sum(dy * x^). */
function normalizeGradient(dy: tf.Tensor, [x, gain]: [tf.Tensor, tf.Tensor], epsilon: number): [tf.Tensor, tf.Tensor] {
  // Made again rather than saved: a compiled graph finds the same node, and eager tfjs need not keep it.
  const [, inverseRms] = normalize(x, gain, epsilon)
  const normalized = tf.mul(x, inverseRms)
  const scaled = tf.mul(dy, gain)
  const projection = tf.mean(tf.mul(scaled, normalized), -1, true) // [..., 1]
  const dx = tf.mul(inverseRms, tf.sub(scaled, tf.mul(normalized, projection)))
  const leadingAxes = Array.from({ length: x.rank - 1 }, (_, axis) => axis)
  return [dx, tf.sum(tf.mul(dy, normalized), leadingAxes)]
}
