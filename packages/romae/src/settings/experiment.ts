import type { TrainingOptions } from '@romae/trainer/node'
import type { Kind, Kinds, Settings } from './kinds.ts'
import { listOf, within } from './limited.ts'
import type { StackSize } from './stack-size.ts'

/** How to train: what belongs to an experiment, and not to where and when it is run. `steps`, if given, replaces `epochs`. */
export type TrainingSettings = Omit<
  TrainingOptions,
  | 'seed'
  | 'signal'
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
  }
  readonly finetuning: TrainingSettings &
    DropoutSettings & {
      /** `auto`: what the files say, else classification. */
      readonly task: 'auto' | 'classification' | 'regression'
      readonly labelSmoothing: number
    }
}

export const presetNames = ['smoke', 'cpu', 'paper'] as const
export type PresetName = (typeof presetNames)[number]

/** The kinds of the settings of one training run. */
export const trainingKinds = {
  epochs: 'number',
  steps: 'number?',
  batchSize: 'number',
  dropLast: 'flag',
  learningRate: 'number',
  schedule: ['cosine', 'constant', 'reference'],
  warmupSteps: 'number?',
  optimizer: {
    kind: ['adamw', 'sgd'],
    betas: listOf(2, within(0, 1)),
    epsilon: 'number',
    momentum: 'number',
    weightDecay: 'number',
  },
  clipNorm: 'number?',
  lengthBuckets: 'number',
  prefetch: 'number',
  gradientAccumulationSteps: 'number',
  memoryLimit: 'number?',
  emaDecay: 'number?',
  layerDecay: 'number',
  weightDecayOn: ['all', 'matrices'],
  onNonFinite: ['stop', 'skip'],
  skipLimit: 'number',
} as const satisfies Record<keyof TrainingSettings, Kind | Kinds>

/** The kinds of an experiment's settings, given those that are the app's own. */
export function experimentKinds(own: { readonly data: Kinds; readonly tokenizer: Kinds }): Kinds {
  return {
    data: own.data,
    tokenizer: own.tokenizer,
    model: {
      size: 'size',
      decoder: 'size',
      cls: 'flag',
      positionEncoding: ['rope', 'absolute', 'none'],
      ropeFraction: 'number',
      normalizeTargets: 'flag',
    } satisfies Record<keyof ModelSettings, Kind>,
    pretraining: { maskRatio: 'number', maskTogether: 'text?', ...trainingKinds },
    finetuning: {
      task: ['auto', 'classification', 'regression'],
      labelSmoothing: 'number',
      hiddenDropout: 'number',
      attentionDropout: 'number',
      stochasticDepth: 'number',
      ...trainingKinds,
    } satisfies Record<keyof Experiment['finetuning'], Kind | Kinds>,
  }
}
