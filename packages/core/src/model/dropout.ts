import * as tf from '@tensorflow/tfjs-core'
import { checkShape } from '../check-shape.ts'
import type { BackboneConfig, EncoderConfig, PredictionConfig, PretrainingConfig } from '../config/types.ts'
import type { TensorMap } from '../parameters/pack.ts'
import type { StepSizes } from './step-sizes.ts'

/**
 * A place where dropout (or stochastic depth) acts. Its keep mask is an *input* of the model, made outside by
 * `dropoutMask`, so that the model stays a pure function and every engine drops the same numbers.
 */
export interface DropoutSite {
  readonly name: string
  /** `[batch, …]` */
  readonly shape: readonly number[]
  readonly rate: number
  /** For each axis after the batch the parts of the sequence that it runs over, or null; absent: no axis runs over tokens. */
  readonly sequences?: readonly (readonly SequencePart[] | null)[]
}

/** Some tokens of a sequence: [CLS], or the visible or masked tokens of a sample, of which the last may be padding. */
export interface SequencePart {
  readonly tokens: 'cls' | 'visible' | 'masked'
  /** Whose tokens they are, in a model of several modalities. */
  readonly modality?: string
  /** Padding included. */
  readonly length: number
}

/** Multiplies by the site's keep mask: in training where the rate is above zero, else the identity. */
export type ApplyDropout = (site: string, rate: number, x: tf.Tensor) => tf.Tensor

/** @param masks keep masks by site; absent in evaluation, which drops nothing */
export function dropoutFrom(masks: TensorMap | undefined): ApplyDropout {
  return (site, rate, x) => {
    if (masks === undefined || rate === 0) return x
    const mask = masks[site]
    // Stochastic depth keeps or drops a whole sample's path; a mask of another shape would be broadcast in silence.
    const shape = site.endsWith('.path') ? [x.shape[0]!, 1, 1] : x.shape
    checkShape(`dropout mask ${site}`, mask, shape, `its rate is ${rate}; make one mask for each dropout site`)
    return tf.mul(x, mask!)
  }
}

/** The rate of stochastic depth in one block: from 0 in the first to the configured rate in the last. */
export function stochasticDepthRate({ stochasticDepth, depth }: EncoderConfig, layer: number): number {
  return depth === 1 ? 0 : (stochasticDepth * layer) / (depth - 1)
}

/** All sites of a pre-training step on `batch` samples with `visible` and `masked` tokens each. */
export function pretrainingDropoutSites(config: PretrainingConfig, sizes: StepSizes): DropoutSite[] {
  const { batch } = sizes
  const encoded = [...clsOf(config), ...partsOf(config, 'visible', sizes)]
  const hidden = partsOf(config, 'masked', sizes)
  const { encoder, decoder } = config
  return dropping([
    site('encoder.input', [batch, encoded, encoder.dModel], encoder.positionDropout),
    ...stackSites('encoder', encoder, batch, encoded, encoded),
    site('mask_token', [batch, hidden, decoder.dModel], decoder.positionDropout),
    ...stackSites('decoder', decoder, batch, [...encoded, ...hidden], hidden),
    site('head', [batch, hidden, decoder.dModel], config.headDropout),
  ])
}

/**
 * All sites of a prediction step on `batch` samples of `length` tokens each.
 *
 * @param sizes.modalities of a model of several modalities: how many of these are of each
 */
export function predictionDropoutSites(
  config: PredictionConfig,
  { batch, length, modalities }: { batch: number; length: number; modalities?: readonly number[] },
): DropoutSite[] {
  const parts = modalities && { modalities: modalities.map((visible) => ({ visible, masked: 0 })) }
  const tokens = partsOf(config, 'visible', { batch, visible: length, masked: 0, ...parts })
  const encoded = [...clsOf(config), ...tokens]
  const { encoder, pooling } = config
  return dropping([
    site('encoder.input', [batch, encoded, encoder.dModel], encoder.positionDropout),
    ...stackSites('encoder', encoder, batch, encoded, pooling === 'cls' ? clsOf(config) : encoded),
    site('head', [batch, pooling === 'token' ? tokens : 1, encoder.dModel], config.headDropout),
  ])
}

/** @param read the tokens that the last block computes outputs for */
function stackSites(
  stack: 'encoder' | 'decoder',
  config: EncoderConfig,
  batch: number,
  sequence: readonly SequencePart[],
  read: readonly SequencePart[],
): DropoutSite[] {
  const { dModel, heads, depth } = config
  const headDimension = dModel / heads
  return Array.from({ length: depth }, (_, layer) => {
    const prefix = `${stack}.layers.${layer}`
    const queries = layer === depth - 1 ? read : sequence
    const path = stochasticDepthRate(config, layer)
    return [
      site(`${prefix}.attention.queries`, [batch, heads, queries, headDimension], config.positionDropout),
      site(`${prefix}.attention.keys`, [batch, heads, sequence, headDimension], config.positionDropout),
      site(`${prefix}.attention.probabilities`, [batch, heads, queries, sequence], config.attentionDropout),
      site(`${prefix}.attention.output`, [batch, queries, dModel], config.attentionOutputDropout),
      site(`${prefix}.attention.path`, [batch, 1, 1], path),
      site(`${prefix}.feed_forward`, [batch, queries, dModel], config.hiddenDropout),
      site(`${prefix}.feed_forward.path`, [batch, 1, 1], path),
    ]
  }).flat()
}

/** @param axes the batch, then each axis by its size or by the sequence that it runs over */
function site(
  name: string,
  [batch, ...axes]: readonly [number, ...(number | readonly SequencePart[])[]],
  rate: number,
): DropoutSite {
  const sizes = axes.map((axis) => (typeof axis === 'number' ? axis : lengthOf(axis)))
  return {
    name,
    rate,
    shape: [batch, ...sizes],
    sequences: axes.map((axis) => (typeof axis === 'number' ? null : axis)),
  }
}

/** The visible or the masked tokens, modality by modality. */
function partsOf(config: BackboneConfig, tokens: 'visible' | 'masked', sizes: StepSizes): SequencePart[] {
  if (config.modalities === undefined) return [{ tokens, length: sizes[tokens] }]
  return config.modalities.map(({ name }, index) => {
    return { tokens, modality: name, length: sizes.modalities![index]![tokens] }
  })
}

function clsOf({ cls }: Pick<BackboneConfig, 'cls'>): SequencePart[] {
  return cls ? [{ tokens: 'cls', length: 1 }] : []
}

function lengthOf(sequence: readonly SequencePart[]): number {
  return sequence.reduce((sum, { length }) => sum + length, 0)
}

function dropping(sites: readonly DropoutSite[]): DropoutSite[] {
  return sites.filter(({ rate }) => rate > 0)
}
