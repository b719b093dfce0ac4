import * as tf from '@tensorflow/tfjs-core'
import { runExtension } from './extension.ts'

/** SiLU: x * sigmoid(x). */
export function silu(x: tf.Tensor): tf.Tensor {
  const forward = tf.customGrad((...args) => {
    const [input, save] = args as unknown as [tf.Tensor, tf.GradSaveFunc]
    const value = runExtension('Silu', { x: input })?.[0] ?? tf.mul(input, tf.sigmoid(input))
    save([input])
    return {
      value,
      gradFunc: (dy, saved) => {
        const saved0 = (saved as tf.Tensor[])[0]!
        const gate = tf.sigmoid(saved0)
        // d(x s) / dx = s + x s (1 - s)
        return tf.mul(dy, tf.mul(gate, tf.add(1, tf.mul(saved0, tf.sub(1, gate)))))
      },
    }
  })
  return forward(x)
}
