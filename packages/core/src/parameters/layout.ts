import { segmentsOf } from '../config/segments.ts'
import type { EncoderConfig, RomaeConfig } from '../config/types.ts'
import { headOutputs } from '../likelihoods/head-outputs.ts'
import { channelTable, sizeOf } from './specs.ts'

/**
 * One tensor of the packed layout: what the compiled step reads.
 *
 * The packed layout is a relabelling of the checkpoint's numbers that suits the matrix products: weights transposed to
 * `[in, out]`, q, k and v side by side in one weight, and the columns of q and k in the order `[head, half, axis, pair]`
 * in which one rotation of halves serves any number of axes. A permutation commutes with clipping, AdamW and SGD, so
 * training in this layout is training in the checkpoint's.
 */
export interface PackedEntry {
  readonly name: string
  readonly shape: readonly number[]
  /** The checkpoint's parameters that it is made of, in order of columns. */
  readonly parts: readonly PackedPart[]
}

export interface PackedPart {
  readonly parameter: string
  /** `same`: number by number. `transpose`: `[out, in]` to `[in, out]`. `rotary`: transposed, columns reordered. */
  readonly order: 'same' | 'transpose' | 'rotary'
}

/** All packed tensors of a model, in the order in which they lie in the flat vector. */
export function packedEntries(config: RomaeConfig): PackedEntry[] {
  const { encoder } = config
  const segments = segmentsOf(config)
  const entries = [
    ...segments.flatMap(({ suffix, tokenSize }) => linearEntries(`projection${suffix}`, tokenSize, encoder.dModel)),
    ...channelEntries(config, 'encoder', encoder),
    ...(config.cls ? [same('cls', [encoder.dModel])] : []),
    ...blockEntries('encoder', encoder),
  ]
  if (config.task === 'prediction') {
    return [...entries, norm(encoder.dModel), ...linearEntries('head.head.2', encoder.dModel, config.outputSize)]
  }
  const { decoder } = config
  return [
    ...entries,
    ...linearEntries('encoder_decoder_proj', encoder.dModel, decoder.dModel),
    ...segments.map(({ suffix }) => same(`mask_token${suffix}`, [decoder.dModel])),
    ...channelEntries(config, 'decoder', decoder),
    ...blockEntries('decoder', decoder),
    norm(decoder.dModel),
    ...segments.flatMap((segment) =>
      linearEntries(`head.head.2${segment.suffix}`, decoder.dModel, headOutputs(config, segment)),
    ),
  ]
}

/** Where each packed tensor lies in one flat vector. */
export interface PackedLayout {
  readonly entries: readonly {
    readonly name: string
    readonly shape: readonly number[]
    readonly offset: number
    readonly size: number
  }[]
  readonly size: number
}

export function packedLayout(config: RomaeConfig): PackedLayout {
  let offset = 0
  const entries = packedEntries(config).map(({ name, shape }) => {
    const entry = { name, shape, offset, size: sizeOf(shape) }
    offset += entry.size
    return entry
  })
  return { entries, size: offset }
}

function same(name: string, shape: readonly number[]): PackedEntry {
  return { name, shape, parts: [{ parameter: name, order: 'same' }] }
}

function weight(name: string, inputs: number, outputs: number): PackedEntry {
  return { name, shape: [inputs, outputs], parts: [{ parameter: name, order: 'transpose' }] }
}

function linearEntries(name: string, inputs: number, outputs: number): PackedEntry[] {
  return [weight(`${name}.weight`, inputs, outputs), same(`${name}.bias`, [outputs])]
}

function channelEntries(
  { channelEmbedding }: RomaeConfig,
  stack: keyof typeof channelTable,
  { dModel }: EncoderConfig,
): PackedEntry[] {
  return channelEmbedding === undefined ? [] : [same(channelTable[stack], [channelEmbedding.names.length, dModel])]
}

function blockEntries(stack: 'encoder' | 'decoder', { dModel, depth, feedForward }: EncoderConfig): PackedEntry[] {
  return Array.from({ length: depth }, (_, layer) => {
    const prefix = `${stack}.layers.${layer}`
    const part = (parameter: string, order: PackedPart['order']): PackedPart => ({
      parameter: `${prefix}.attention.${parameter}.weight`,
      order,
    })
    return [
      same(`${prefix}.attention_norm.weight`, [dModel]),
      {
        name: `${prefix}.attention.wqkv.weight`,
        shape: [dModel, 3 * dModel],
        parts: [part('wq', 'rotary'), part('wk', 'rotary'), part('wv', 'transpose')],
      },
      weight(`${prefix}.attention.wo.weight`, dModel, dModel),
      same(`${prefix}.ffn_norm.weight`, [dModel]),
      weight(`${prefix}.feed_forward.w1.weight`, dModel, feedForward),
      weight(`${prefix}.feed_forward.w2.weight`, feedForward, dModel),
    ]
  }).flat()
}

function norm(dModel: number): PackedEntry {
  return same('head.head.1.weight', [dModel])
}
