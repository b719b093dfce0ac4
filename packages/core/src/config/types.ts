import type { ResolvedOf } from '@romae/internal/options'
import type { backboneOptions, predictionOptions, pretrainingOptions, sizesSchema, stackSchema } from './schema.ts'

/** One stack of transformer blocks: the encoder or the decoder. */
export interface EncoderConfig extends ResolvedOf<typeof stackSchema> {
  /** Hidden width of the MLP. */
  readonly feedForward: number
}

/** What pre-training and prediction models have in common. */
export interface BackboneConfig extends ResolvedOf<typeof sizesSchema>, ResolvedOf<typeof backboneOptions> {
  readonly encoder: EncoderConfig
}

/** A masked autoencoder: encoder, decoder and reconstruction head. */
export interface PretrainingConfig extends BackboneConfig, ResolvedOf<typeof pretrainingOptions> {
  readonly task: 'pretraining'
  readonly decoder: EncoderConfig
}

/** An encoder with a linear head: classification, regression, or one output per token. */
export interface PredictionConfig extends BackboneConfig, ResolvedOf<typeof predictionOptions> {
  readonly task: 'prediction'
  /** Numbers that the head puts out: classes, or regression targets. */
  readonly outputSize: number
  readonly pooling: NonNullable<ResolvedOf<typeof predictionOptions>['pooling']>
}

export type RomaeConfig = PretrainingConfig | PredictionConfig
