import type { Program } from '@romae/engine'
import * as tf from '@tensorflow/tfjs-core'

/**
 * A model of so many parameters that computes next to nothing: its gradient is zeros with one number among them, and a step
 * clips and updates, as that of any model of the size.
 */
export function updateProgram(size: number): Program {
  return {
    name: 'update alone',
    layout: { entries: [{ name: 'weights', shape: [size], offset: 0, size }], size },
    run: ({ weights }, { scale }) => ({ loss: tf.mean(tf.mul(tf.slice(weights!, [0], [1]), scale!)) as tf.Scalar }),
  }
}
