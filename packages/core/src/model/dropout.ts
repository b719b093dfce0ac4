import type { Random } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs-core'
import { checkShape } from '../check-shape.ts'
import type { EncoderConfig, PredictionConfig, PretrainingConfig } from '../config/types.ts'
import type { TensorMap } from '../parameters/pack.ts'

/**
 * A place where dropout (or stochastic depth) acts. Its keep mask is an *input* of the model, made outside by
 * `dropoutMask`, so that the model stays a pure function and every engine drops the same numbers.
 */
export interface DropoutSite {
  readonly name: string
  readonly shape: readonly number[]
  readonly rate: number
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

/** A keep mask: 0 with the site's rate, else 1 / (1 - rate), so that the expectation stays. */
export function dropoutMask({ shape, rate }: DropoutSite, random: Random): Float32Array {
  const mask = new Float32Array(shape.reduce((product, size) => product * size, 1))
  random.fillMask(mask, rate)
  return mask
}

/** The rate of stochastic depth in one block: from 0 in the first to the configured rate in the last. */
export function stochasticDepthRate({ stochasticDepth, depth }: EncoderConfig, layer: number): number {
  return depth === 1 ? 0 : (stochasticDepth * layer) / (depth - 1)
}

/** All sites of a pre-training step on `batch` samples with `visible` and `masked` tokens each. */
export function pretrainingDropoutSites(
  config: PretrainingConfig,
  { batch, visible, masked }: { batch: number; visible: number; masked: number },
): DropoutSite[] {
  const encoded = visible + (config.cls ? 1 : 0)
  const { encoder, decoder } = config
  return dropping([
    { name: 'encoder.input', shape: [batch, encoded, encoder.dModel], rate: encoder.positionDropout },
    ...stackSites('encoder', encoder, batch, encoded, encoded),
    { name: 'mask_token', shape: [batch, masked, decoder.dModel], rate: decoder.positionDropout },
    ...stackSites('decoder', decoder, batch, encoded + masked, masked),
    { name: 'head', shape: [batch, masked, decoder.dModel], rate: config.headDropout },
  ])
}

/** All sites of a prediction step on `batch` samples of `length` tokens each. */
export function predictionDropoutSites(
  config: PredictionConfig,
  { batch, length }: { batch: number; length: number },
): DropoutSite[] {
  const encoded = length + (config.cls ? 1 : 0)
  const read = config.pooling === 'cls' ? 1 : encoded
  const { encoder } = config
  const headShape = config.pooling === 'token' ? [batch, length, encoder.dModel] : [batch, 1, encoder.dModel]
  return dropping([
    { name: 'encoder.input', shape: [batch, encoded, encoder.dModel], rate: encoder.positionDropout },
    ...stackSites('encoder', encoder, batch, encoded, read),
    { name: 'head', shape: headShape, rate: config.headDropout },
  ])
}

/** @param read how many tokens the last block computes outputs for */
function stackSites(
  stack: 'encoder' | 'decoder',
  config: EncoderConfig,
  batch: number,
  length: number,
  read: number,
): DropoutSite[] {
  const { dModel, heads, depth } = config
  return Array.from({ length: depth }, (_, layer) => {
    const prefix = `${stack}.layers.${layer}`
    const queries = layer === depth - 1 ? read : length
    const path = stochasticDepthRate(config, layer)
    const headShape = (tokens: number) => [batch, heads, tokens, dModel / heads]
    return [
      { name: `${prefix}.attention.queries`, shape: headShape(queries), rate: config.positionDropout },
      { name: `${prefix}.attention.keys`, shape: headShape(length), rate: config.positionDropout },
      {
        name: `${prefix}.attention.probabilities`,
        shape: [batch, heads, queries, length],
        rate: config.attentionDropout,
      },
      { name: `${prefix}.attention.output`, shape: [batch, queries, dModel], rate: config.attentionOutputDropout },
      { name: `${prefix}.attention.path`, shape: [batch, 1, 1], rate: path },
      { name: `${prefix}.feed_forward`, shape: [batch, queries, dModel], rate: config.hiddenDropout },
      { name: `${prefix}.feed_forward.path`, shape: [batch, 1, 1], rate: path },
    ]
  }).flat()
}

function dropping(sites: readonly DropoutSite[]): DropoutSite[] {
  return sites.filter(({ rate }) => rate > 0)
}
