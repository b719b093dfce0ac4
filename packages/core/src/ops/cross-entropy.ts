import * as tf from '@tensorflow/tfjs-core'

/**
 * Cross entropy with label smoothing and class weights, as PyTorch defines them.
 *
 * With l_c = -log softmax(logits)_c, smoothing e, weights w and n classes:
 * loss = [(1 - e) sum_b w_y l_y + e / n sum_b sum_c w_c l_c] / sum_b w_y.
 * (The paper prints c for the right class and (1 - c) / n for the others; its experiments use this form.)
 *
 * @param logits `[batch, classes]`
 * @param labels `[batch]`, integers
 * @param options.smoothing e, in [0, 1]
 * @param options.classWeights `[classes]`
 * @returns a scalar
 */
export function crossEntropy(
  logits: tf.Tensor,
  labels: tf.Tensor,
  options: { smoothing?: number; classWeights?: readonly number[] | undefined } = {},
): tf.Tensor {
  const classes = logits.shape[1]!
  const smoothing = options.smoothing ?? 0
  const weights = tf.tensor(Float32Array.from(options.classWeights ?? new Array<number>(classes).fill(1)), [1, classes])
  const losses = tf.mul(tf.neg(tf.logSoftmax(logits)), weights) // w_c l_c, [batch, classes]
  const target = tf.oneHot(tf.cast(labels, 'int32'), classes, 1, 0, 'float32')
  const ofTarget = tf.sum(tf.mul(losses, target))
  const ofAll = tf.sum(losses)
  const weightOfTargets = tf.sum(tf.mul(weights, target))
  const numerator = tf.add(tf.mul(ofTarget, 1 - smoothing), tf.mul(ofAll, smoothing / classes))
  return tf.div(numerator, weightOfTargets)
}
