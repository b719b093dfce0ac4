import type { OptionsOf, ResolvedOf, Schema } from '@romae/internal/options'
import { studentTLogPeak, studentTQuantile } from '@romae/internal/statistics'
import * as tf from '@tensorflow/tfjs-core'
import type { LikelihoodKind } from './likelihood-kind.ts'
import { locationScale, locationScaleSchema, standardized } from './location-scale.ts'

export const studentTSchema = {
  ...locationScaleSchema,
  degreesOfFreedom: {
    kind: 'number',
    least: 1,
    most: 1e4,
    default: 5,
    help: 'the fewer, the heavier the tails, and the less a value counts that is far off',
  },
} as const satisfies Schema

export type StudentTOptions = OptionsOf<typeof studentTSchema>

/** Student's t with fixed degrees of freedom: location and scale. Its loss is the negative log-likelihood, constant included. */
export const studentT: LikelihoodKind<ResolvedOf<typeof studentTSchema>> = {
  schema: studentTSchema,
  ...locationScale,
  loss(parameters, targets, { degreesOfFreedom }) {
    const distance = standardized(parameters, targets)
    const tails = tf.log1p(tf.div(tf.square(distance), degreesOfFreedom))
    const ofValue = tf.add(tf.log(parameters[1]!), tf.mul(tails, (degreesOfFreedom + 1) / 2))
    return tf.sub(ofValue, studentTLogPeak(degreesOfFreedom))
  },
  quantile(level, { degreesOfFreedom }) {
    const distance = studentTQuantile(level, degreesOfFreedom)
    return (parameters) => parameters[0]! + distance * parameters[1]!
  },
}
