import type { PredictionLoss, RomaeConfig } from '@romae/core'
import type { EvaluationConfig } from '../evaluation/evaluation-options.ts'
import type { PretrainMaskPattern } from './mask-patterns.ts'
import type { RecordedOption, ResolvedTraining } from './options.ts'

/** What a run lowers. */
export type LossConfig =
  | {
      readonly kind: 'maskedReconstruction'
      readonly maskRatio: number
      readonly maskTogether?: string
      readonly maskRatioUpTo?: number
      readonly maskPatterns?: readonly PretrainMaskPattern[]
      /** Of several modalities. */
      readonly maskRatios?: Readonly<Record<string, number>>
      readonly hideModality?: number
      readonly lossWeights?: Readonly<Record<string, number>>
    }
  | PredictionLoss

/** `TrainingOptions`, fully resolved, but for what only says where to run and what to save. May be given again. */
export interface TrainingConfig
  extends Pick<ResolvedTraining, Exclude<RecordedOption, 'steps' | 'epochs' | 'warmupSteps' | 'skipLimit'>> {
  readonly steps: number
  readonly warmupSteps: number
  /** Only where steps are skipped. */
  readonly skipLimit?: number
}

/** Which data. */
export interface DataConfig {
  readonly samples: number
  /** A hash of its tokens (of a source: of some) and targets, in order. */
  readonly fingerprint: string
}

/**
 * A run, fully resolved, as plain JSON: every default filled in, data and initial values by their fingerprints. Two runs
 * whose configurations agree in all but `checkpoints` make the same numbers on the same engine and versions.
 */
export interface RunConfig<Config extends RomaeConfig = RomaeConfig> {
  readonly task: 'pretraining' | 'classification' | 'multiLabelClassification' | 'regression'
  readonly model: Config
  /** What the tokenizer's `toJSON` gave, statistics included; null for a tokenizer without. */
  readonly tokenizer: unknown
  /** Class names in the order of the outputs; null for anything but a classifier. */
  readonly classes: readonly string[] | null
  readonly data: DataConfig
  /** Of the parameters that training starts from. */
  readonly initial: { readonly fingerprint: string }
  readonly loss: LossConfig
  /** Which version of drawing masks and dropout. */
  readonly randomness: number
  readonly training: TrainingConfig
  readonly evaluation: (EvaluationConfig & { readonly data: DataConfig }) | null
  /** Null where none are written. `every` is null where one is written at the end only. */
  readonly checkpoints: { readonly every: number | null; readonly keep: number | 'all' } | null
}
