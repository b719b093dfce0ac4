import type { OptionsOf, ResolvedOf, Schema } from '@romae/internal/options'
import * as tf from '@tensorflow/tfjs-core'
import type { LikelihoodKind } from './likelihood-kind.ts'

export const locationScaleSchema = {
  scaleFloor: {
    kind: 'number',
    above: 0,
    default: 1e-3,
    help: 'added to every scale, in the units of the tokens: with it the loss has a lower bound, and its gradient an upper one',
  },
} as const satisfies Schema

export type LocationScaleOptions = OptionsOf<typeof locationScaleSchema>
type Resolved = ResolvedOf<typeof locationScaleSchema>

/** What distributions with a location and a scale have in common: the parameters are `[location, scale]`. */
export const locationScale = {
  parameterCount: () => 2,
  constrain([location, scale]: readonly tf.Tensor[], { scaleFloor }: Resolved) {
    return [location!, tf.add(tf.softplus(scale!), scaleFloor)]
  },
  point: (parameters: ArrayLike<number>) => parameters[0]!,
} satisfies Partial<LikelihoodKind<Resolved>>

/** The distance of the targets from the location, in scales. */
export function standardized([location, scale]: readonly tf.Tensor[], targets: tf.Tensor): tf.Tensor {
  return tf.div(tf.sub(targets, location!), scale!)
}
