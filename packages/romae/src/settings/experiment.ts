import { type Likelihood, likelihoodOptions } from '@romae/core'
import type { Option, Schema } from '@romae/internal/options'
import { fittedModelOptions, pretrainOptions, trainingOptions } from '@romae/trainer'
import type { TrainingOptions } from '@romae/trainer/node'
import { choice, flag, listOf, number, stackSize, within } from './declare.ts'
import type { Settings } from './settings.ts'
import type { StackSize } from './stack-size.ts'

/** How to train: what belongs to an experiment, and not to where and when it is run. `steps`, if given, replaces `epochs`. */
export type TrainingSettings = Omit<
  TrainingOptions,
  | 'seed'
  | 'signal'
  | 'communicator'
  | 'checkpointFolder'
  | 'checkpointStorage'
  | 'checkpointEvery'
  | 'keepCheckpoints'
  | 'resume'
  | 'engine'
  | 'steps'
  | 'warmupSteps'
> & {
  readonly epochs: number
  readonly steps?: number | null
  readonly warmupSteps?: number | null
}

/** The model; what is left out has core's defaults. */
export interface ModelSettings {
  readonly size: StackSize
  readonly decoder?: StackSize
  readonly cls?: boolean
  readonly positionEncoding?: 'rope' | 'absolute' | 'none'
  readonly ropeFraction?: number
  readonly normalizeTargets?: boolean
  /** What the model says of a masked value; the squared error by default. */
  readonly likelihood?: Likelihood
  /** How channels are told apart, and how fast positions rotate: see the trainer's options. */
  readonly channels?: 'position' | 'embedding' | 'both'
  readonly rotations?: 'reference' | 'fitted'
}

/** Rates of what is dropped, in training only. */
export interface DropoutSettings {
  readonly hiddenDropout: number
  readonly attentionDropout: number
  readonly stochasticDepth: number
}

/** An experiment as plain data: which samples, how they become tokens, the model, and how it is trained. */
export interface Experiment {
  /** How files are read; each app has its own keys. */
  readonly data: Settings
  /** Options of the tokenizer; each app has its own keys. */
  readonly tokenizer: Settings
  readonly model: ModelSettings
  readonly pretraining: TrainingSettings & {
    readonly maskRatio: number
    /** An axis: tokens at one position on it are masked together. */
    readonly maskTogether?: string | null
    /** Of samples of several modalities, as the trainer's `pretrain` has them. */
    readonly maskRatios?: Readonly<Record<string, number>>
    readonly hideModality?: number
    readonly lossWeights?: Readonly<Record<string, number>>
  }
  readonly finetuning: TrainingSettings &
    DropoutSettings & {
      /** `auto`: what the files say, else classification. */
      readonly task: 'auto' | 'classification' | 'multi-label' | 'regression'
      readonly labelSmoothing: number
      /** Of samples of several modalities: how often each is left out, and what the head reads. */
      readonly dropModality?: number
      readonly pooling?: 'cls' | 'mean'
    }
}

export const presetNames = ['smoke', 'cpu', 'paper'] as const
export type PresetName = (typeof presetNames)[number]

const { seed, checkpointEvery, keepCheckpoints, resume, ...ofTraining } = trainingOptions

/** The settings of one training run: the trainer's options but for those of where and when it runs. */
export const trainingSchema = {
  ...ofTraining,
  epochs: { ...ofTraining.epochs, or: [] },
  optimizer: {
    kind: choice('adamw', 'sgd'),
    betas: listOf(2, within(0, 1)),
    epsilon: number,
    momentum: number,
    weightDecay: number,
  },
} as const satisfies Schema

/** The declarations of an experiment's settings, given those that are the modality's own. @param own with `members`, where there are several */
export function experimentSchema(own: {
  readonly data: Schema
  readonly tokenizer: Schema
  readonly members?: readonly string[] | null
}): Schema {
  const members = own.members ?? null
  return {
    data: own.data,
    tokenizer: own.tokenizer,
    model: {
      size: stackSize,
      decoder: stackSize,
      cls: flag,
      positionEncoding: choice('rope', 'absolute', 'none'),
      ropeFraction: number,
      normalizeTargets: flag,
      likelihood: likelihoodOptions,
      ...fittedModelOptions,
    } satisfies Record<keyof ModelSettings, Schema[string]>,
    pretraining: {
      maskRatio: pretrainOptions.maskRatio,
      ...(members === null ? { maskTogether: { ...pretrainOptions.maskTogether, or: [null] } } : ofSeveral(members)),
      ...trainingSchema,
    },
    finetuning: {
      task: choice('auto', 'classification', 'multi-label', 'regression'),
      labelSmoothing: number,
      hiddenDropout: number,
      attentionDropout: number,
      stochasticDepth: number,
      ...(members !== null && { dropModality: within(0, 1), pooling: choice('cls', 'mean') }),
      ...trainingSchema,
    },
  }
}

/** What pre-training has of samples of several modalities. */
function ofSeveral(members: readonly string[]): Schema {
  const each = (option: Option) => Object.fromEntries(members.map((name) => [name, option]))
  return { maskRatios: each(within(0, 1)), hideModality: within(0, 1), lossWeights: each(within(0, 1000)) }
}
