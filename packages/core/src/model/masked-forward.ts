import * as tf from '@tensorflow/tfjs-core'
import { segmentsOf } from '../config/segments.ts'
import type { PretrainingConfig } from '../config/types.ts'
import { constrainOutputs } from '../likelihoods/head-outputs.ts'
import { likelihoodOf } from '../likelihoods/likelihood.ts'
import { constrainTokens } from '../likelihoods/token-outputs.ts'
import { linear } from '../ops/linear.ts'
import { rmsNorm } from '../ops/rms-norm.ts'
import type { TensorMap } from '../parameters/pack.ts'
import { withChannels } from './channel-embedding.ts'
import { dropoutFrom } from './dropout.ts'
import { joined, joinedPadding, placed, takePart } from './segment-ops.ts'
import { absoluteEncoding, clsAlone, runStack, type Sequence } from './stack.ts'
import { visibleSequence } from './visible-tokens.ts'

/** The tokens of one modality in a masked batch. */
export interface MaskedTokens {
  /** `[batch, visible, tokenSize]`; absent, with its positions, where all tokens are masked. */
  readonly visible?: tf.Tensor | undefined
  /** `[batch, axes, visible]` */
  readonly visiblePositions?: tf.Tensor | undefined
  /** `[batch, visible]`, 1 = padding; absent where no visible token is. */
  readonly visiblePadding?: tf.Tensor | undefined
  /** `[batch, axes, masked]`; absent where no token is masked. */
  readonly maskedPositions?: tf.Tensor | undefined
  /** `[batch, masked]`, 1 = padding; absent where no masked token is. */
  readonly maskedPadding?: tf.Tensor | undefined
}

/** What the forward pass of one modality, or of several, gives: what is of each in the order of the segments. */
interface MaskedOutputs {
  /** Embedded visible tokens, before [CLS], of each part that has any: `[batch, visible, dModel]`. */
  readonly projections: readonly tf.Tensor[]
  readonly encoded: tf.Tensor
  readonly bridged: tf.Tensor
  readonly decoded: tf.Tensor
  /** `[batch, masked, parameters × tokenSize]`; null where none is masked. */
  readonly predictions: readonly (tf.Tensor | null)[]
}

/**
 * The forward pass of a masked autoencoder: [CLS] and the visible tokens, modality after modality, through the encoder; its output
 * and the mask tokens of each modality through the decoder; the head of each modality reads its own mask tokens.
 *
 * @param parameters packed
 * @param parts the tokens of each of `segmentsOf(config)`, of which some are masked
 * @param masks keep masks by site; absent in evaluation
 */
export function maskedForward(
  config: PretrainingConfig,
  parameters: TensorMap,
  parts: readonly MaskedTokens[],
  masks: TensorMap | undefined,
  everyToken: boolean,
): MaskedOutputs {
  const { decoder } = config
  const segments = segmentsOf(config)
  const dropout = dropoutFrom(masks)
  const batch = parts.find(({ maskedPositions }) => maskedPositions !== undefined)!.maskedPositions!.shape[0]!
  const shown = segments.flatMap((segment, index) => {
    const { visible: values, visiblePositions, visiblePadding: padding } = parts[index]!
    return values === undefined ? [] : [{ segment, values, positions: visiblePositions!, padding }]
  })
  const { projections, sequence } =
    shown.length === 0
      ? { projections: [], sequence: clsAlone(config, parameters, batch, dropout) }
      : visibleSequence(config, parameters, shown, dropout)
  const encoded = runStack('encoder', config.encoder, config, parameters, sequence, dropout)
  const bridged = linear(encoded, parameters['encoder_decoder_proj.weight']!, parameters['encoder_decoder_proj.bias']!)

  const counts = parts.map(({ maskedPositions }) => maskedPositions?.shape[2] ?? 0)
  const masked = counts.reduce((sum, count) => sum + count, 0)
  const decoderInput = appendMaskTokens()
  const length = decoderInput.x.shape[1]!
  const read = everyToken ? { start: 0, count: length } : { start: length - masked, count: masked }
  const decoded = runStack('decoder', decoder, config, parameters, decoderInput, dropout, read)

  const ofMasked = read.count === masked ? decoded : tf.slice(decoded, [0, length - masked, 0], [-1, masked, -1])
  const dropped = dropout('head', config.headDropout, ofMasked)
  const normalized = rmsNorm(dropped, parameters['head.head.1.weight']!, decoder.normEpsilon)
  const likelihood = likelihoodOf(config)
  const predictions = segments.map(({ suffix, outputs }, index) => {
    if (counts[index] === 0) return null
    const own = takePart(normalized, counts, index)
    const head = `head.head.2${suffix}`
    const raw = linear(own, parameters[`${head}.weight`]!, parameters[`${head}.bias`]!)
    return outputs === null ? constrainOutputs(likelihood, raw) : constrainTokens(likelihood, outputs, raw)
  })
  return { projections, encoded, bridged, decoded, predictions }

  function appendMaskTokens(): Sequence {
    const encodedLength = bridged.shape[1]!
    const hidden = segments.flatMap((segment, index) => {
      const { maskedPositions, maskedPadding } = parts[index]!
      if (maskedPositions === undefined) return []
      const [token, count] = [parameters[`mask_token${segment.suffix}`]!, counts[index]!]
      const maskToken = tf.reshape(token, [1, 1, decoder.dModel])
      const blank = tf.add(tf.zeros([batch, count, decoder.dModel]), maskToken)
      const ofChannels = withChannels(config, parameters, 'decoder', blank, maskedPositions)
      // In the absolute baseline only mask tokens get a position here, and [CLS] does not shift it: the reference's way.
      const placedTokens =
        config.positionEncoding === 'absolute'
          ? tf.add(blank, absoluteEncoding(maskedPositions, decoder.dModel))
          : ofChannels
      const isBlank = placedTokens === blank
      return [{ segment, token, count, isBlank, x: placedTokens, maskedPositions, padding: maskedPadding }]
    })
    const all = joined(
      hidden.map(({ x }) => x),
      1,
    )
    const tokens = dropout('mask_token', decoder.positionDropout, all)
    // Neither an absolute encoding nor a channel nor dropout has told them apart.
    const areCopies = tokens === all && hidden.every(({ isBlank }) => isBlank)
    const padding = joinedPadding(batch, [
      { padding: sequence.padding, length: encodedLength },
      ...hidden.map((part) => ({ padding: part.padding, length: part.count })),
    ])
    return {
      x: tf.concat([bridged, tokens], 1), // [batch, (1 +) visible + masked, decoder.dModel]
      repeated: areCopies ? { others: bridged, runs: hidden.map(({ token, count }) => ({ token, count })) } : undefined,
      positions: tf.concat(
        [sequence.positions, ...hidden.map(({ segment, maskedPositions }) => placed(config, segment, maskedPositions))],
        2,
      ),
      padding,
    }
  }
}
