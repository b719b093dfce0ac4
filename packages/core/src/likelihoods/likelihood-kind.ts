import type { Schema } from '@romae/internal/options'
import type * as tf from '@tensorflow/tfjs-core'

/**
 * One kind of likelihood: what the head puts out for a value, what it costs to be wrong, and what can be read from it.
 *
 * Tensors come parameter by parameter: each element of a list has one number for each value, `[batch, masked, tokenSize]`.
 * Every quantile is linear in the parameters, so that the mean of parameters is the mean of quantile functions: that is how
 * windows and models are averaged.
 */
export interface LikelihoodKind<Options> {
  /** Its options, beside `kind`. */
  readonly schema: Schema
  /** Checks what the schema cannot say. @throws RomaeError `CONFIG_VALUE` */
  check?(of: string, options: Options): void
  /** Numbers that the head puts out for each value. */
  parameterCount(options: Options): number
  /** Any real numbers, as a linear layer gives them, as parameters of a distribution. */
  constrain(raw: readonly tf.Tensor[], options: Options): readonly tf.Tensor[]
  /** The loss of each value, in the shape of `targets`. */
  loss(parameters: readonly tf.Tensor[], targets: tf.Tensor, options: Options): tf.Tensor
  /** The one number to fill in. @param parameters of one value */
  point(parameters: ArrayLike<number>, options: Options): number
  /** The quantile of a level, as a function of one value's parameters; null where it says nothing of how sure it is. */
  readonly quantile: ((level: number, options: Options) => (parameters: ArrayLike<number>) => number) | null
}
