import * as tf from '@tensorflow/tfjs-core'
import { checkShape } from '../check-shape.ts'
import { requireKnown, requireModalities } from '../config/modalities.ts'
import { segmentsOf } from '../config/segments.ts'
import type { PredictionConfig, RomaeConfig } from '../config/types.ts'
import { errors } from '../errors.ts'
import type { TensorMap } from '../parameters/pack.ts'
import type { TokenRange } from './block.ts'
import { dropoutFrom } from './dropout.ts'
import { asPacked } from './parameters.ts'
import { head, type PredictionInputs } from './prediction.ts'
import { takePart } from './segment-ops.ts'
import { runStack } from './stack.ts'
import { visibleSequence } from './visible-tokens.ts'

/** One batch of whole samples of several modalities. */
export interface PredictionSetInputs {
  /** By name, each as `PredictionInputs` have it; a sample that lacks one is a row of padding. One may be left out. */
  readonly modalities: Readonly<Record<string, Omit<PredictionInputs, 'dropout'>>>
  /** Keep masks by site (`predictionDropoutSites`); leave out in evaluation. */
  readonly dropout?: TensorMap | undefined
}

/** The encoder's output: [CLS], then the tokens of the modalities that were given, in the order of the configuration. */
interface EncodedSet {
  /** `[batch, 1 + lengths, dModel]`, or the tokens that were asked for. */
  readonly encoded: tf.Tensor
  /** Tokens of each modality that was given. */
  readonly lengths: readonly number[]
}

/**
 * The encoder alone: embeddings of [CLS] and of all tokens.
 *
 * @param read the tokens whose outputs are needed; default all
 * @throws RomaeError `INPUT_MISSING`, `INPUT_SHAPE`, `MODALITIES_MISSING`, `MODALITY_UNKNOWN`
 */
export function encodeSet(
  config: RomaeConfig,
  parameters: TensorMap,
  inputs: PredictionSetInputs,
  read?: TokenRange,
): EncodedSet {
  checkInputs(config, inputs)
  return tf.tidy(() => {
    const packed = asPacked(config, parameters)
    const dropout = dropoutFrom(inputs.dropout)
    const parts = segmentsOf(config).flatMap((segment) => {
      const given = inputs.modalities[segment.name!]
      return given === undefined ? [] : [{ padding: undefined, ...given, segment }]
    })
    const { sequence } = visibleSequence(config, packed, parts, dropout)
    const encoded = runStack('encoder', config.encoder, config, packed, sequence, dropout, read)
    return { encoded, lengths: parts.map(({ values }) => values.shape[1]!) }
  })
}

/**
 * Encoder and head: on [CLS], or, with `pooling: 'mean'`, on the mean over the modalities that a sample has of the mean of its tokens
 * of each, so that the longest does not count more than the others.
 *
 * @returns `[batch, outputSize]`
 * @throws RomaeError `INPUT_MISSING`, `INPUT_SHAPE`, `MODALITIES_MISSING`, `MODALITY_UNKNOWN`
 */
export function predictSet(config: PredictionConfig, parameters: TensorMap, inputs: PredictionSetInputs): tf.Tensor {
  return tf.tidy(() => {
    const packed = asPacked(config, parameters)
    const read = config.pooling === 'cls' ? { start: 0, count: 1 } : undefined
    const outputs = head(
      config,
      packed,
      poolSet(config, encodeSet(config, packed, inputs, read), inputs),
      inputs.dropout,
    )
    return tf.reshape(outputs, [outputs.shape[0]!, config.outputSize])
  })
}

/**
 * [CLS], or the mean of means.
 *
 * @returns `[batch, 1, dModel]`
 */
export function poolSet(
  { pooling, modalities }: Pick<PredictionConfig, 'pooling' | 'modalities'>,
  { encoded, lengths }: EncodedSet,
  { modalities: given }: PredictionSetInputs,
): tf.Tensor {
  return tf.tidy(() => {
    if (pooling === 'cls') return encoded.shape[1] === 1 ? encoded : tf.slice(encoded, [0, 0, 0], [-1, 1, -1])
    const tokens = tf.slice(encoded, [0, 1, 0], [-1, -1, -1])
    const names = modalities!.map(({ name }) => name).filter((name) => given[name] !== undefined)
    const means = names.map((name, index) => {
      const own = takePart(tokens, lengths, index) // [batch, length, dModel]
      const { padding } = given[name]!
      if (padding === undefined) return { mean: tf.mean(own, 1, true), has: tf.ones([own.shape[0]!, 1, 1]) }
      const real = tf.expandDims(tf.sub(1, padding), 2) // [batch, length, 1]
      const count = tf.sum(real, 1, true) // [batch, 1, 1]
      return { mean: tf.div(tf.sum(tf.mul(own, real), 1, true), tf.maximum(count, 1)), has: tf.minimum(count, 1) }
    })
    const sum = means.reduce<tf.Tensor | null>((so, { mean }) => (so === null ? mean : tf.add(so, mean)), null)!
    const has = means.reduce<tf.Tensor | null>((so, one) => (so === null ? one.has : tf.add(so, one.has)), null)!
    // Where a sample has nothing at all, its sum is 0 too.
    return tf.div(sum, tf.maximum(has, 1))
  })
}

function checkInputs(config: RomaeConfig, { modalities: given }: PredictionSetInputs): void {
  const modalities = requireModalities('encode', config)
  requireKnown(modalities, Object.keys(given))
  const [first] = Object.values(given)
  if (first === undefined) throw errors.INPUT_MISSING({ name: 'modalities', why: 'at least one has to be given' })
  const batch = first.values.shape[0]!
  for (const { name, tokenSize, axes } of modalities) {
    if (given[name] === undefined) continue
    const { values, positions, padding } = given[name]
    const length = values.shape[1] ?? 0
    checkShape(`values of ${name}`, values, [batch, length, tokenSize])
    checkShape(`positions of ${name}`, positions, [batch, axes.length, length])
    if (padding !== undefined) checkShape(`padding of ${name}`, padding, [batch, length])
  }
}
