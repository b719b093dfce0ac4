import * as tf from '@tensorflow/tfjs-core'
import { checkShape } from '../check-shape.ts'
import { requireKnown, requireModalities } from '../config/modalities.ts'
import type { ModalityConfig } from '../config/modality.ts'
import type { PretrainingConfig } from '../config/types.ts'
import { errors } from '../errors.ts'
import { headOutputs, parametersOf } from '../likelihoods/head-outputs.ts'
import { likelihoodOf } from '../likelihoods/likelihood.ts'
import { tokenErrors } from '../likelihoods/token-outputs.ts'
import type { TensorMap } from '../parameters/pack.ts'
import { type MaskedTokens, maskedForward } from './masked-forward.ts'
import { asPacked } from './parameters.ts'
import { standardizeTokens } from './pretraining.ts'

/** The tokens of one modality in a masked batch; a sample that lacks it is a row of padding. */
export interface MaskedModality extends MaskedTokens {
  /** `[batch, masked, tokenSize]`: needed for the loss only. */
  readonly targets?: tf.Tensor | undefined
}

/** One batch of a masked autoencoder of several modalities, divided into visible and masked tokens. */
export interface PretrainingSetInputs {
  /** By name; positions are `[batch, axes of the modality, …]`. One that is left out is one that no sample has. */
  readonly modalities: Readonly<Record<string, MaskedModality>>
  /**
   * `[batch, modalities]`, in the order of the configuration: what an error counts in the loss. Default: so that the loss is the sum
   * over modalities of the mean error of a masked token. Where a batch is computed in parts, each part is given those of the
   * whole.
   */
  readonly lossWeights?: tf.Tensor | undefined
  /** Keep masks by site (`pretrainingDropoutSites`); leave out in evaluation. */
  readonly dropout?: TensorMap | undefined
}

/**
 * What a masked autoencoder of several modalities predicts of masked tokens: of each modality that has any, by name
 * `[batch, masked, parameters × tokenSize]`, as `PretrainingOutputs` has them.
 *
 * @throws RomaeError `INPUT_MISSING`, `INPUT_SHAPE`, `MODALITIES_MISSING`, `MODALITY_UNKNOWN`
 */
export function pretrainingSetForward(
  config: PretrainingConfig,
  parameters: TensorMap,
  inputs: PretrainingSetInputs,
): Readonly<Record<string, tf.Tensor>> {
  const modalities = requireModalities('pretrainingForward', config)
  checkInputs(modalities, inputs)
  return tf.tidy(() => {
    const parts = modalities.map(({ name }) => inputs.modalities[name] ?? {})
    const packed = asPacked(config, parameters)
    const { predictions } = maskedForward(config, packed, parts, inputs.dropout, false)
    const named = modalities.map(({ name }, index) => [name, predictions[index]!] as const)
    return Object.fromEntries(named.filter(([, tensor]) => tensor !== null))
  })
}

/** The loss of a batch, and what it is made of. */
export interface PretrainingSetLoss {
  /** A scalar: the mean over rows of the sum over modalities of `lossWeights` times `errors`. */
  readonly loss: tf.Scalar
  /** `[batch, modalities]`: of each row, the sum over its real masked tokens of their mean error. */
  readonly errors: tf.Tensor
}

/**
 * The reconstruction loss of several modalities. With the default of `lossWeights`, Σ mean error of a modality’s real masked tokens;
 * the error of a token is the mean over its values of what the likelihood says, and of what `outputs` say of it where there are any.
 *
 * @param predictions as `pretrainingSetForward` gives them
 * @throws RomaeError `INPUT_MISSING`, `INPUT_SHAPE`, `MODALITIES_MISSING`, `MODALITY_UNKNOWN`
 */
export function pretrainingSetLoss(
  config: PretrainingConfig,
  predictions: Readonly<Record<string, tf.Tensor>>,
  inputs: Pick<PretrainingSetInputs, 'modalities' | 'lossWeights'>,
): PretrainingSetLoss {
  const modalities = requireModalities('pretrainingLoss', config)
  const likelihood = likelihoodOf(config)
  const batch = Object.values(predictions)[0]!.shape[0]!
  return tf.tidy(() => {
    const columns = modalities.map((modality) => {
      const { name, tokenSize, outputs } = modality
      const predicted = predictions[name]
      if (predicted === undefined) return { error: tf.zeros([batch, 1]), count: tf.scalar(0) }
      const { targets, maskedPadding } = inputs.modalities[name]!
      const masked = predicted.shape[1]!
      checkShape(`predictions of ${name}`, predicted, [batch, masked, headOutputs(config, modality)])
      checkShape(`targets of ${name}`, targets, [batch, masked, tokenSize], 'the loss compares predictions with them')
      const expected = config.normalizeTargets ? standardizeTokens(targets!) : targets!
      const ofTokens =
        outputs === undefined
          ? tf.mean(likelihood.loss(parametersOf(likelihood, predicted), expected), 2) // [batch, masked]
          : tokenErrors(likelihood, outputs, predicted, expected)
      if (maskedPadding === undefined) {
        return { error: tf.sum(ofTokens, 1, true), count: tf.scalar(batch * masked) }
      }
      const real = tf.sub(1, maskedPadding)
      return { error: tf.sum(tf.mul(ofTokens, real), 1, true), count: tf.sum(real) }
    })
    const errorsOfRows = tf.concat(
      columns.map(({ error }) => error),
      1,
    ) // [batch, modalities]
    const weights = inputs.lossWeights ?? defaultWeights(batch, columns)
    checkShape('lossWeights', weights, [batch, modalities.length])
    const loss = tf.div<tf.Scalar>(tf.sum(tf.mul(errorsOfRows, weights)), batch)
    return { loss, errors: errorsOfRows }
  })
}

/** `[batch, modalities]`: batch / masked tokens. A modality without any has no errors either. */
function defaultWeights(batch: number, columns: readonly { readonly count: tf.Tensor }[]): tf.Tensor {
  const counts = tf.stack(columns.map(({ count }) => tf.maximum(count, 1)))
  return tf.add(tf.zeros([batch, columns.length]), tf.div(batch, counts))
}

function checkInputs(modalities: readonly ModalityConfig[], { modalities: given }: PretrainingSetInputs): void {
  requireKnown(modalities, Object.keys(given))
  const parts = Object.values(given)
  const batch = parts.find(({ maskedPositions }) => maskedPositions !== undefined)?.maskedPositions?.shape[0]
  if (batch === undefined) {
    throw errors.INPUT_MISSING({ name: 'maskedPositions', why: 'of no modality anything is masked' })
  }
  for (const { name, tokenSize, axes } of modalities) {
    const { visible, visiblePositions, visiblePadding, maskedPositions, maskedPadding } = given[name] ?? {}
    const [shown, hidden] = [visible?.shape[1] ?? 0, maskedPositions?.shape[2] ?? 0]
    const check = (input: string, tensor: tf.Tensor | undefined, shape: readonly number[]) =>
      checkShape(`${input} of ${name}`, tensor, shape)
    if (visible !== undefined) {
      check('visible', visible, [batch, shown, tokenSize])
      check('visiblePositions', visiblePositions, [batch, axes.length, shown])
    }
    if (visiblePadding !== undefined) check('visiblePadding', visiblePadding, [batch, shown])
    if (maskedPositions !== undefined) check('maskedPositions', maskedPositions, [batch, axes.length, hidden])
    if (maskedPadding !== undefined) check('maskedPadding', maskedPadding, [batch, hidden])
  }
}
