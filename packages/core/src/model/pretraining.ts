import * as tf from '@tensorflow/tfjs-core'
import { checkShape } from '../check-shape.ts'
import { requireSingle } from '../config/modalities.ts'
import { oneValueTokens } from '../config/resolve.ts'
import type { PretrainingConfig } from '../config/types.ts'
import { errors } from '../errors.ts'
import { headOutputs, parametersOf } from '../likelihoods/head-outputs.ts'
import { likelihoodOf } from '../likelihoods/likelihood.ts'
import type { TensorMap } from '../parameters/pack.ts'
import { type MaskedTokens, maskedForward } from './masked-forward.ts'
import { asPacked } from './parameters.ts'

/**
 * One batch of a masked autoencoder, already divided into visible and masked tokens (`splitByMask`).
 * For `positionEncoding: 'absolute'` positions are the tokens' indices, `[batch, 1, ...]`.
 */
export interface PretrainingInputs extends MaskedTokens {
  /** `[batch, axes, masked]` */
  readonly maskedPositions: tf.Tensor
  /** `[batch, masked, tokenSize]`: needed for the loss only. */
  readonly targets?: tf.Tensor | undefined
  /** Keep masks by site (`pretrainingDropoutSites`); leave out in evaluation. */
  readonly dropout?: TensorMap | undefined
}

/** The steps of the forward pass. */
export interface PretrainingOutputs {
  /** Embedded visible tokens, before [CLS]: `[batch, visible, dModel]`; absent where none is visible. */
  readonly projection?: tf.Tensor
  /** `[batch, (1 +) visible, dModel]` */
  readonly encoded: tf.Tensor
  /** The encoder's output, projected to the decoder's width: `[batch, (1 +) visible, decoder.dModel]`. */
  readonly bridged: tf.Tensor
  /** `[batch, masked, decoder.dModel]`, or all tokens with `everyToken`. */
  readonly decoded: tf.Tensor
  /**
   * What is predicted of the masked tokens' values, `[batch, masked, parameters × tokenSize]`: the values themselves, or the
   * parameters of their distributions (`likelihood`), the first one of each of a token's values, then the second, …
   */
  readonly predictions: tf.Tensor
}

/**
 * The forward pass of the masked autoencoder (paper, section 4): visible tokens through the encoder; its output and a
 * mask token at each masked position through the decoder; the head reads the mask tokens.
 *
 * @param options.everyToken compute the last decoder block for all tokens, not only for those that the head reads
 * @throws RomaeError `INPUT_MISSING`, `INPUT_SHAPE`; `MODALITIES_GIVEN` for a model of several modalities
 */
export function pretrainingForward(
  config: PretrainingConfig,
  parameters: TensorMap,
  inputs: PretrainingInputs,
  options: { everyToken?: boolean } = {},
): PretrainingOutputs {
  checkInputs(config, inputs)
  return tf.tidy(() => {
    const packed = asPacked(config, parameters)
    const everyToken = options.everyToken === true
    const { projections, predictions, ...between } = maskedForward(config, packed, [inputs], inputs.dropout, everyToken)
    const [projection] = projections
    return { ...(projection && { projection }), ...between, predictions: predictions[0]! }
  })
}

/**
 * The reconstruction loss: mean over the values of the masked tokens of what their `likelihood` says, by default the squared
 * error (see `PretrainingConfig.lossAverage` too).
 *
 * @param predictions `[batch, masked, parameters × tokenSize]`, as `pretrainingForward` gives them
 * @returns a scalar
 * @throws RomaeError `INPUT_MISSING`, `INPUT_SHAPE`
 */
export function pretrainingLoss(
  config: PretrainingConfig,
  predictions: tf.Tensor,
  { targets, maskedPadding }: Pick<PretrainingInputs, 'targets' | 'maskedPadding'>,
): tf.Scalar {
  requireSingle('pretrainingLoss', config)
  const [batch = 0, masked = 0] = predictions.shape
  const likelihood = likelihoodOf(config)
  checkShape('predictions', predictions, [batch, masked, headOutputs(config)])
  checkShape('targets', targets, [batch, masked, config.tokenSize], 'the loss compares predictions with them')
  if (maskedPadding !== undefined) checkShape('maskedPadding', maskedPadding, [batch, masked])
  return tf.tidy(() => {
    const expected = config.normalizeTargets ? standardizeTokens(targets!) : targets!
    const ofValues = likelihood.loss(parametersOf(likelihood, predictions), expected) // [batch, masked, tokenSize]
    if (maskedPadding === undefined) return tf.mean(ofValues)
    const real = tf.reshape(tf.sub(1, maskedPadding), [batch, masked, 1])
    const total = tf.sum(tf.mul(ofValues, real))
    const count = config.lossAverage === 'masked' ? tf.sum(real) : tf.scalar(batch * masked)
    return tf.div(total, tf.mul(count, config.tokenSize))
  })
}

/**
 * Standardises the values of each token by the token's own mean and unbiased variance.
 *
 * @param targets `[batch, masked, tokenSize]`, tokenSize at least 2
 * @throws RomaeError `CONFIG_CONFLICT`
 */
export function standardizeTokens(targets: tf.Tensor): tf.Tensor {
  const size = targets.shape[2]!
  if (size === 1) throw errors.CONFIG_CONFLICT(oneValueTokens('standardizeTokens'))
  return tf.tidy(() => {
    const centered = tf.sub(targets, tf.mean(targets, 2, true))
    const variance = tf.div(tf.sum(tf.square(centered), 2, true), size - 1)
    return tf.div(centered, tf.sqrt(tf.add(variance, 1e-6)))
  })
}

function checkInputs(config: PretrainingConfig, inputs: PretrainingInputs): void {
  requireSingle('pretrainingForward', config)
  const [batch = 0, , masked = 0] = inputs.maskedPositions?.shape ?? []
  const visible = inputs.visible?.shape[1] ?? 0
  const axes = config.positionEncoding === 'absolute' ? 1 : config.axes
  checkShape('maskedPositions', inputs.maskedPositions, [batch, axes, masked])
  if (inputs.visible !== undefined || !config.cls) {
    checkShape('visible', inputs.visible, [batch, visible, config.tokenSize], 'without [CLS] something must be visible')
    checkShape('visiblePositions', inputs.visiblePositions, [batch, axes, visible])
  }
  if (inputs.visiblePadding !== undefined) checkShape('visiblePadding', inputs.visiblePadding, [batch, visible])
  if (inputs.maskedPadding !== undefined) checkShape('maskedPadding', inputs.maskedPadding, [batch, masked])
}
