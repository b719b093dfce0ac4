import type { ResolvedOf } from '@romae/internal/options'
import { normalQuantile } from '@romae/internal/statistics'
import * as tf from '@tensorflow/tfjs-core'
import type { LikelihoodKind } from './likelihood-kind.ts'
import { locationScale, locationScaleSchema as schema, standardized } from './location-scale.ts'

/** A normal distribution: mean and standard deviation. Its loss is the negative log-likelihood, constant included. */
export const gaussian: LikelihoodKind<ResolvedOf<typeof schema>> = {
  schema,
  ...locationScale,
  loss(parameters, targets) {
    const distance = standardized(parameters, targets)
    return tf.add(tf.add(tf.log(parameters[1]!), tf.mul(tf.square(distance), 0.5)), 0.5 * Math.log(2 * Math.PI))
  },
  quantile(level) {
    const distance = normalQuantile(level)
    return (parameters) => parameters[0]! + distance * parameters[1]!
  },
}
