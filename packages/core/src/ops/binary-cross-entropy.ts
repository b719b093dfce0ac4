import { checkedElsewhere, fraction, type OptionsOf, type Schema } from '@romae/internal/options'
import * as tf from '@tensorflow/tfjs-core'
import { readOptions } from '../check-options.ts'
import { checkShape } from '../check-shape.ts'
import { errors } from '../errors.ts'

const schema = {
  smoothing: { ...fraction, default: 0, help: 'e makes 1 - e / 2 of a target of 1, and e / 2 of one of 0' },
  positiveWeights: {
    ...checkedElsewhere<readonly number[] | undefined>(),
    help: 'how often a target of 1 counts, one weight a class; 1 each by default',
  },
} as const satisfies Schema

/** How targets count. */
export interface BinaryCrossEntropyOptions extends OptionsOf<typeof schema> {}

/**
 * Binary cross entropy of independent classes, of which a sample may have several or none, as PyTorch defines it
 * (`binary_cross_entropy_with_logits`, `pos_weight`).
 *
 * With logits x, targets t that smoothing e has made t' = (1 - e) t + e / 2, positive weights w, and K the pairs of sample and class whose
 * target is known: loss = [sum_K w_c t' softplus(-x) + (1 - t') softplus(x)] / |K|, and 0 where nothing is known.
 *
 * @param logits `[samples, classes]`
 * @param targets `[samples, classes]`: 1 where a sample is of the class, 0 where it is not, -1 where that is not known
 * @returns a scalar
 * @throws RomaeError `INPUT_SHAPE`, `INPUT_LENGTH`, `CONFIG_*`
 */
export function binaryCrossEntropy(
  logits: tf.Tensor,
  targets: tf.Tensor,
  options: BinaryCrossEntropyOptions = {},
): tf.Scalar {
  const { smoothing, ...given } = readOptions('binaryCrossEntropy', schema, options)
  const [samples, classes] = [logits.shape[0] ?? 0, logits.shape[1] ?? 0]
  checkShape('logits', logits, [samples, classes])
  checkShape('targets', targets, [samples, classes])
  const { positiveWeights = new Array<number>(classes).fill(1) } = given
  if (positiveWeights.length !== classes) {
    throw errors.INPUT_LENGTH({ name: 'positiveWeights', expected: classes, got: positiveWeights.length })
  }
  return tf.tidy(() => {
    const known = tf.cast(tf.greaterEqual(targets, 0), 'float32') // [samples, classes]
    const smoothed = tf.add(tf.mul(targets, 1 - smoothing), smoothing / 2)
    const weights = tf.tensor(Float32Array.from(positiveWeights), [1, classes])
    const ofPositives = tf.mul(tf.mul(weights, smoothed), tf.softplus(tf.neg(logits)))
    const ofNegatives = tf.mul(tf.sub(1, smoothed), tf.softplus(logits))
    const total = tf.sum(tf.mul(tf.add(ofPositives, ofNegatives), known))
    return tf.div(total, tf.maximum(tf.sum(known), 1))
  })
}
