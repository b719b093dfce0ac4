import { checkedElsewhere, fraction, type OptionsOf, type Schema } from '@romae/internal/options'
import * as tf from '@tensorflow/tfjs-core'
import { readOptions } from '../check-options.ts'
import { checkShape } from '../check-shape.ts'
import { errors } from '../errors.ts'

const schema = {
  smoothing: { ...fraction, default: 0, help: 'the share of the target that is spread evenly over all classes' },
  classWeights: { ...checkedElsewhere<readonly number[] | undefined>(), help: 'one weight a class; 1 each by default' },
  sampleWeights: {
    ...checkedElsewhere<tf.Tensor | undefined>(),
    help: '`[samples]`: 0 leaves a sample out, as padding must be; 1 each by default',
  },
} as const satisfies Schema

/** How classes and samples count. */
export interface CrossEntropyOptions extends OptionsOf<typeof schema> {}

/**
 * Cross entropy with label smoothing and class weights, as PyTorch defines them.
 *
 * With l_c = -log softmax(logits)_c, smoothing e, class weights w, sample weights s and n classes:
 * loss = [(1 - e) sum_b s_b w_y l_y + e / n sum_b s_b sum_c w_c l_c] / sum_b s_b w_y.
 * (The paper prints c for the right class and (1 - c) / n for the others; its experiments use this form.)
 *
 * @param logits `[samples, classes]`
 * @param labels `[samples]`, integers from 0; they are not looked at here, so check them where they are read
 * @returns a scalar
 * @throws RomaeError `INPUT_SHAPE`, `INPUT_LENGTH`, `CONFIG_*`
 */
export function crossEntropy(logits: tf.Tensor, labels: tf.Tensor, options: CrossEntropyOptions = {}): tf.Scalar {
  const { smoothing, sampleWeights, ...given } = readOptions('crossEntropy', schema, options)
  const [samples, classes] = [logits.shape[0] ?? 0, logits.shape[1] ?? 0]
  checkShape('logits', logits, [samples, classes])
  checkShape('labels', labels, [samples])
  const { classWeights = new Array<number>(classes).fill(1) } = given
  if (classWeights.length !== classes) {
    throw errors.INPUT_LENGTH({ name: 'classWeights', expected: classes, got: classWeights.length })
  }
  if (sampleWeights !== undefined) checkShape('sampleWeights', sampleWeights, [samples])
  return tf.tidy(() => {
    const ofClass = tf.tensor(Float32Array.from(classWeights), [1, classes])
    const weights = sampleWeights === undefined ? ofClass : tf.mul(tf.expandDims(sampleWeights, 1), ofClass)
    const losses = tf.mul(tf.neg(tf.logSoftmax(logits)), weights) // s_b w_c l_c, [samples, classes]
    const target = tf.oneHot(tf.cast(labels, 'int32'), classes, 1, 0, 'float32')
    const ofTarget = tf.sum<tf.Scalar>(tf.mul(losses, target))
    const ofAll = tf.sum(losses)
    const weightOfTargets = tf.sum(tf.mul(weights, target))
    const numerator = tf.add(tf.mul(ofTarget, 1 - smoothing), tf.mul(ofAll, smoothing / classes))
    return tf.div(numerator, weightOfTargets)
  })
}
