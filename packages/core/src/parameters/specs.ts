import { segmentsOf } from '../config/segments.ts'
import type { EncoderConfig, RomaeConfig } from '../config/types.ts'
import { headOutputs } from '../likelihoods/head-outputs.ts'

/** The tables of a model with an embedding for each channel: of the encoder's tokens, and of the decoder's mask tokens. */
export const channelTable = { encoder: 'channel_embedding.weight', decoder: 'mask_channel_embedding.weight' } as const

/** How a parameter starts. */
export type Initializer =
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'constant'; readonly value: number }

/** One parameter, named and shaped as in the reference's checkpoints (a linear weight is `[out, in]`). */
export interface ParameterSpec {
  readonly name: string
  readonly shape: readonly number[]
  readonly initializer: Initializer
}

/** A model's parameters by name, in the shapes of `parameterSpecs`. */
export type Parameters = Readonly<Record<string, Float32Array>>

const ones: Initializer = { kind: 'constant', value: 1 }
const zeros: Initializer = { kind: 'constant', value: 0 }
const narrow: Initializer = { kind: 'normal', std: 0.02 }

/**
 * All parameters of a model, in the order of a model's definition.
 *
 * Initial values are the reference's: pre-training draws linear layers from U(+-1 / sqrt(fan_in)), a prediction model
 * from N(0, 0.02^2) with zero biases. One difference: the mask token starts from N(0, 0.02^2), not at zero, where
 * RMSNorm with an epsilon of 1e-12 would blow its gradient up to 1e5 and more (docs/differences.md).
 */
export function parameterSpecs(config: RomaeConfig): ParameterSpec[] {
  const { encoder } = config
  const segments = segmentsOf(config)
  const linear = config.task === 'pretraining' ? uniformLinear : normalLinear
  const specs = [
    ...segments.flatMap(({ suffix, tokenSize }) => linear(`projection${suffix}`, tokenSize, encoder.dModel)),
    ...channelSpecs(config, 'encoder', encoder),
    ...(config.cls ? [{ name: 'cls', shape: [encoder.dModel], initializer: narrow }] : []),
    ...blockSpecs('encoder', encoder, linear),
  ]
  if (config.task === 'prediction') {
    return [...specs, normSpec(encoder.dModel), ...linear('head.head.2', encoder.dModel, config.outputSize)]
  }
  const { decoder } = config
  return [
    ...specs,
    ...linear('encoder_decoder_proj', encoder.dModel, decoder.dModel),
    ...segments.map(({ suffix }) => ({
      name: `mask_token${suffix}`,
      shape: [1, 1, decoder.dModel],
      initializer: narrow,
    })),
    ...channelSpecs(config, 'decoder', decoder),
    ...blockSpecs('decoder', decoder, linear),
    normSpec(decoder.dModel),
    ...segments.flatMap((segment) =>
      linear(`head.head.2${segment.suffix}`, decoder.dModel, headOutputs(config, segment)),
    ),
  ]
}

/** Numbers in all parameters together. */
export function parameterCount(config: RomaeConfig): number {
  return parameterSpecs(config).reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

type LinearSpecs = (name: string, inputs: number, outputs: number) => [ParameterSpec, ParameterSpec]

function uniformLinear(name: string, inputs: number, outputs: number): [ParameterSpec, ParameterSpec] {
  const initializer: Initializer = { kind: 'uniform', bound: 1 / Math.sqrt(inputs) }
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], initializer },
    { name: `${name}.bias`, shape: [outputs], initializer },
  ]
}

function normalLinear(name: string, inputs: number, outputs: number): [ParameterSpec, ParameterSpec] {
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], initializer: narrow },
    { name: `${name}.bias`, shape: [outputs], initializer: zeros },
  ]
}

/** A vector for each channel, if the model tells channels apart so; near zero at first, like [CLS] and the mask token. */
function channelSpecs(
  { channelEmbedding }: RomaeConfig,
  stack: keyof typeof channelTable,
  { dModel }: EncoderConfig,
): ParameterSpec[] {
  if (channelEmbedding === undefined) return []
  return [{ name: channelTable[stack], shape: [channelEmbedding.names.length, dModel], initializer: narrow }]
}

/** Attention and MLP have no biases. */
function blockSpecs(stack: 'encoder' | 'decoder', { dModel, depth, feedForward }: EncoderConfig, linear: LinearSpecs) {
  return Array.from({ length: depth }, (_, layer) => {
    const prefix = `${stack}.layers.${layer}`
    return [
      { name: `${prefix}.attention_norm.weight`, shape: [dModel], initializer: ones },
      ...['wq', 'wk', 'wv', 'wo'].map((weight) => linear(`${prefix}.attention.${weight}`, dModel, dModel)[0]),
      { name: `${prefix}.ffn_norm.weight`, shape: [dModel], initializer: ones },
      linear(`${prefix}.feed_forward.w1`, dModel, feedForward)[0],
      linear(`${prefix}.feed_forward.w2`, feedForward, dModel)[0],
    ]
  }).flat()
}

/** The RMSNorm of the head, before its linear layers: one, or one for each modality (paper, A.2). */
function normSpec(dModel: number): ParameterSpec {
  return { name: 'head.head.1.weight', shape: [dModel], initializer: ones }
}
