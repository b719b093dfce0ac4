import * as tf from '@tensorflow/tfjs-core'
import { runExtension } from './extension.ts'

/** SiLU: x * sigmoid(x). */
export function silu(x: tf.Tensor): tf.Tensor {
  const forward = tf.customGrad((...args) => {
    const [input, save] = args as unknown as [tf.Tensor, tf.GradSaveFunc]
    const value = runExtension('Silu', { x: input })?.[0] ?? tf.mul(input, tf.sigmoid(input))
    save([input, value])
    return {
      value,
      gradFunc: (dy, saved) => {
        const [x, y] = saved as [tf.Tensor, tf.Tensor]
        // With s = sigmoid(x) and y = x s: dy/dx = s + x s (1 - s) = y + s (1 - y), one pass over memory less.
        return tf.mul(dy, tf.add(y, tf.mul(tf.sigmoid(x), tf.sub(1, y))))
      },
    }
  })
  return forward(x)
}
