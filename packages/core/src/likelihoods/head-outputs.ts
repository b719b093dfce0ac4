import * as tf from '@tensorflow/tfjs-core'
import { type BoundLikelihood, type Likelihood, likelihoodOf } from './likelihood.ts'

/**
 * Numbers that the head of a masked autoencoder puts out for each token.
 *
 * @param of the modality whose tokens these are, of a model of several
 */
export function headOutputs(
  config: { readonly tokenSize: number; readonly likelihood?: Likelihood },
  of: { readonly tokenSize: number } = config,
): number {
  return likelihoodOf(config).parameterCount * of.tokenSize
}

/**
 * What the head puts out as parameters of distributions.
 *
 * @param outputs `[batch, masked, parameters × tokenSize]`: the first parameter of each of a token's values, then the second, …
 * @returns in the same shape and order
 */
export function constrainOutputs(likelihood: BoundLikelihood, outputs: tf.Tensor): tf.Tensor {
  const constrained = likelihood.constrain(parametersOf(likelihood, outputs))
  return constrained.length === 1 ? constrained[0]! : tf.concat([...constrained], 2)
}

/** Parameter by parameter, each `[batch, masked, tokenSize]`. */
export function parametersOf({ parameterCount }: BoundLikelihood, predictions: tf.Tensor): tf.Tensor[] {
  if (parameterCount === 1) return [predictions]
  const tokenSize = predictions.shape[2]! / parameterCount
  return Array.from({ length: parameterCount }, (_, parameter) =>
    tf.slice(predictions, [0, 0, parameter * tokenSize], [-1, -1, tokenSize]),
  )
}
