import * as tf from '@tensorflow/tfjs-core'
import type { LikelihoodKind } from './likelihood-kind.ts'

/** Huber's error of one number a value: squared up to 1 and absolute beyond, for values some of which are far off. */
export const huber: LikelihoodKind<object> = {
  schema: {},
  parameterCount: () => 1,
  constrain: (raw) => raw,
  loss([value], targets) {
    const size = tf.abs(tf.sub(value!, targets))
    // As the squared error up to 1, so that its values are comparable: Huber's, doubled.
    const near = tf.minimum(size, 1)
    return tf.add(tf.square(near), tf.mul(tf.sub(size, near), 2))
  },
  point: (parameters) => parameters[0]!,
  quantile: null,
}
