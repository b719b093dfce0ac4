import type { OptionsOf, Schema } from '@romae/internal/options'
import * as tf from '@tensorflow/tfjs-core'
import { readOption, readOptions } from '../check-options.ts'
import { checkShape } from '../check-shape.ts'
import { requireSingle } from '../config/modalities.ts'
import { type Segment, segmentsOf } from '../config/segments.ts'
import type { BackboneConfig, PredictionConfig, RomaeConfig } from '../config/types.ts'
import { type BinaryCrossEntropyOptions, binaryCrossEntropy } from '../ops/binary-cross-entropy.ts'
import { type CrossEntropyOptions, crossEntropy } from '../ops/cross-entropy.ts'
import { linear } from '../ops/linear.ts'
import { rmsNorm } from '../ops/rms-norm.ts'
import type { TensorMap } from '../parameters/pack.ts'
import type { TokenRange } from './block.ts'
import { dropoutFrom } from './dropout.ts'
import { asPacked } from './parameters.ts'
import { runStack } from './stack.ts'
import { visibleSequence } from './visible-tokens.ts'

/** One batch of whole samples. For `positionEncoding: 'absolute'` positions are the tokens' indices, `[batch, 1, length]`. */
export interface PredictionInputs {
  /** `[batch, length, tokenSize]` */
  readonly values: tf.Tensor
  /** `[batch, axes, length]` */
  readonly positions: tf.Tensor
  /** `[batch, length]`, 1 = padding, anywhere in the row; leave out where no token is. */
  readonly padding?: tf.Tensor | undefined
  /** Keep masks by site (`predictionDropoutSites`); leave out in evaluation. */
  readonly dropout?: TensorMap | undefined
}

/**
 * The encoder alone: embeddings of all tokens.
 *
 * @returns `encoded` `[batch, (1 +) length, dModel]`, [CLS] first if the model has it; and `projection`, the embedded
 *   tokens before it `[batch, length, dModel]`
 * @throws RomaeError `INPUT_SHAPE`; `MODALITIES_GIVEN` for a model of several modalities
 */
export function encode(
  config: RomaeConfig,
  parameters: TensorMap,
  inputs: PredictionInputs,
  read?: TokenRange,
): { projection: tf.Tensor; encoded: tf.Tensor } {
  requireSingle('encode', config)
  checkInputs(config, inputs)
  return tf.tidy(() => {
    const packed = asPacked(config, parameters)
    const dropout = dropoutFrom(inputs.dropout)
    const { values, positions, padding } = inputs
    const [segment] = segmentsOf(config) as [Segment]
    const part = { segment, values, positions, padding }
    const { projections, sequence } = visibleSequence(config, packed, [part], dropout)
    const encoded = runStack('encoder', config.encoder, config, packed, sequence, dropout, read)
    return { projection: projections[0]!, encoded }
  })
}

/**
 * Encoder and head: RMSNorm and a linear layer (paper, A.2) on [CLS], on the mean of the real tokens, or on each token.
 *
 * @returns `[batch, outputSize]`, or `[batch, length, outputSize]` with `pooling: 'token'`
 * @throws RomaeError `INPUT_SHAPE`; `MODALITIES_GIVEN` for a model of several modalities
 */
export function predict(config: PredictionConfig, parameters: TensorMap, inputs: PredictionInputs): tf.Tensor {
  requireSingle('predict', config)
  return tf.tidy(() => {
    const packed = asPacked(config, parameters)
    const read = config.pooling === 'cls' ? { start: 0, count: 1 } : undefined
    const { encoded } = encode(config, packed, inputs, read)
    const outputs = head(config, packed, pool(config, encoded, inputs.padding), inputs.dropout)
    return config.pooling === 'token' ? outputs : tf.reshape(outputs, [outputs.shape[0]!, config.outputSize])
  })
}

/**
 * RMSNorm and a linear layer on what is pooled.
 *
 * @param parameters packed
 * @param pooled `[batch, 1, dModel]`, or `[batch, length, dModel]`
 * @param masks keep masks by site; absent in evaluation
 * @returns the same with `outputSize` numbers
 */
export function head(
  config: PredictionConfig,
  parameters: TensorMap,
  pooled: tf.Tensor,
  masks: TensorMap | undefined,
): tf.Tensor {
  const dropped = dropoutFrom(masks)('head', config.headDropout, pooled)
  const normalized = rmsNorm(dropped, parameters['head.head.1.weight']!, config.encoder.normEpsilon)
  return linear(normalized, parameters['head.head.2.weight']!, parameters['head.head.2.bias']!)
}

/** What a prediction is compared with, and how. */
export type PredictionLoss =
  | ({ readonly kind: 'crossEntropy' } & Pick<CrossEntropyOptions, 'smoothing' | 'classWeights'>)
  /** Of classes of which a sample may have several, or none; one output a sample. */
  | ({ readonly kind: 'binaryCrossEntropy' } & BinaryCrossEntropyOptions)
  /** `mean` over all numbers, or `sum`. */
  | ({ readonly kind: 'meanSquaredError' } & OptionsOf<typeof squaredErrorSchema>)

const kinds = ['crossEntropy', 'binaryCrossEntropy', 'meanSquaredError'] as const

const squaredErrorSchema = {
  reduction: { kind: 'choice', of: ['mean', 'sum'], default: 'mean' },
} as const satisfies Schema

/**
 * The loss of `predict`'s outputs, one per sample or one per token.
 *
 * @param outputs what `predict` returned
 * @param targets class indices in the shape of `outputs` without its last axis, or numbers in the shape of `outputs`: those of a
 *   regression, or of binary cross entropy 1, 0, and -1 for what is not known
 * @param padding `[batch, length]`, 1 = padding: with one output per token, padded tokens do not count
 * @returns a scalar
 * @throws RomaeError `INPUT_SHAPE`, `INPUT_LENGTH`, `CONFIG_*`
 */
export function predictionLoss(
  outputs: tf.Tensor,
  targets: tf.Tensor,
  loss: PredictionLoss,
  padding?: tf.Tensor,
): tf.Scalar {
  const { kind, ...options } = loss
  readOption('predictionLoss', 'kind', { kind: 'choice', of: kinds }, kind)
  const perToken = outputs.rank === 3
  const size = outputs.shape[outputs.rank - 1]!
  checkShape('targets', targets, loss.kind === 'crossEntropy' ? outputs.shape.slice(0, -1) : outputs.shape)
  if (padding !== undefined && perToken) checkShape('padding', padding, outputs.shape.slice(0, -1))
  if (loss.kind === 'binaryCrossEntropy') {
    return binaryCrossEntropy(outputs, targets, options as BinaryCrossEntropyOptions)
  }
  return tf.tidy(() => {
    const rows = outputs.size / size
    const real = padding === undefined || !perToken ? undefined : tf.reshape(tf.sub(1, padding), [rows])
    if (loss.kind === 'crossEntropy') {
      const logits = tf.reshape(outputs, [rows, size])
      return crossEntropy(logits, tf.reshape(targets, [rows]), { ...options, sampleWeights: real })
    }
    const { reduction } = readOptions('predictionLoss', squaredErrorSchema, options)
    const squared = tf.reshape(tf.square(tf.sub(outputs, targets)), [rows, size])
    const total = tf.sum<tf.Scalar>(real === undefined ? squared : tf.mul(squared, tf.reshape(real, [rows, 1])))
    if (reduction === 'sum') return total
    return tf.div(total, real === undefined ? outputs.size : tf.mul(tf.sum(real), size))
  })
}

/** @returns `[batch, 1, dModel]`, or `[batch, length, dModel]` for `token` */
function pool(config: PredictionConfig, encoded: tf.Tensor, padding: tf.Tensor | undefined): tf.Tensor {
  if (config.pooling === 'cls') return encoded
  const first = config.cls ? 1 : 0
  const tokens = first === 0 ? encoded : tf.slice(encoded, [0, first, 0], [-1, -1, -1])
  if (config.pooling === 'token') return tokens
  if (padding === undefined) return tf.mean(tokens, 1, true)
  const real = tf.expandDims(tf.sub(1, padding), 2) // [batch, length, 1]
  return tf.div(tf.sum(tf.mul(tokens, real), 1, true), tf.sum(real, 1, true))
}

function checkInputs(config: BackboneConfig, { values, positions, padding }: PredictionInputs): void {
  const batch = values.shape[0] ?? 0
  const length = values.shape[1] ?? 0
  checkShape('values', values, [batch, length, config.tokenSize])
  checkShape('positions', positions, [batch, config.positionEncoding === 'absolute' ? 1 : config.axes, length])
  if (padding !== undefined) checkShape('padding', padding, [batch, length])
}
