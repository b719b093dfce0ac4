import type { SizePreset } from '@romae/core'
import { fittedModelOptions } from '@romae/trainer/node'
import {
  choice,
  type Experiment,
  flag,
  number,
  type OptionDeclaration,
  type OptionSchema,
  optional,
  type TrainingSettings,
  text,
  trainingSchema,
} from 'romae'

/** An interpolation by a masked autoencoder, as plain data. */
export interface InterpolationExperiment<Data extends object = object> {
  readonly data: Data
  readonly tokenizer: {
    /** Values of mean 0 and variance 1 over the training series, or as they are. */
    readonly standardize: 'none' | 'per-channel'
    /** Time that is one unit of position. */
    readonly timeUnit: number
  }
  readonly model: Pick<Experiment['model'], 'channels' | 'rotations'> & {
    readonly encoder: SizePreset
    readonly decoder: SizePreset
    readonly cls: boolean
    readonly ropeFraction: number
    /** After the MLP of every block, in training. */
    readonly hiddenDropout: number
    /** Of attention probabilities, in training. */
    readonly attentionDropout: number
  }
  readonly pretraining: TrainingSettings & {
    readonly maskRatio: number
    /** An axis: tokens at one position on it are masked together. */
    readonly maskTogether?: string | null
    /** The model that is measured: of the last step, or of the evaluation that did best on validation series. */
    readonly select: 'last' | 'best'
    /** Steps between evaluations on the validation series. */
    readonly evaluateEvery: number
  }
}

const sizeSchema = { dModel: number, heads: number, depth: number } satisfies Record<
  keyof SizePreset,
  OptionDeclaration
>

/** What `--set` may change, given the kinds of the experiment's own data. */
export function interpolationSchema(data: OptionSchema): OptionSchema {
  return {
    data,
    tokenizer: { standardize: choice('none', 'per-channel'), timeUnit: number } satisfies Record<
      keyof InterpolationExperiment['tokenizer'],
      OptionDeclaration
    >,
    model: {
      encoder: sizeSchema,
      decoder: sizeSchema,
      cls: flag,
      ropeFraction: number,
      hiddenDropout: number,
      attentionDropout: number,
      ...fittedModelOptions,
    } satisfies Record<keyof InterpolationExperiment['model'], OptionSchema[string]>,
    pretraining: {
      maskRatio: number,
      maskTogether: optional(text),
      select: choice('last', 'best'),
      evaluateEvery: number,
      ...trainingSchema,
    },
  }
}
