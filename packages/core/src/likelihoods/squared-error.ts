import * as tf from '@tensorflow/tfjs-core'
import type { LikelihoodKind } from './likelihood-kind.ts'

/** The squared error of one number a value, as in the paper: best for the mean. */
export const squaredError: LikelihoodKind<object> = {
  schema: {},
  parameterCount: () => 1,
  constrain: (raw) => raw,
  loss: ([value], targets) => tf.square(tf.sub(value!, targets)),
  point: (parameters) => parameters[0]!,
  quantile: null,
}
