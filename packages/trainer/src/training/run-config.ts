import type { PredictionLoss, RomaeConfig } from '@romae/core'
import type { Optimizer } from '@romae/engine'
import { sha256 } from '../checkpoints/checksums.ts'
import type { LoopTask } from './loop.ts'
import type { ResolvedTraining } from './options.ts'
import type { Schedule } from './schedule.ts'

/** What a run lowers. */
export type LossConfig = { readonly kind: 'maskedReconstruction'; readonly maskRatio: number } | PredictionLoss

/** `TrainingOptions`, fully resolved, but for what only says where to run and what to save. May be given again. */
export interface TrainingConfig {
  readonly steps: number
  readonly batchSize: number
  readonly dropLast: boolean
  /** The peak. */
  readonly learningRate: number
  readonly schedule: Schedule['kind']
  readonly warmupSteps: number
  readonly optimizer: Optimizer
  readonly clipNorm: number | null
  readonly buckets: number
  readonly seed: number
}

/**
 * A run, fully resolved, as plain JSON: every default filled in, data and initial values by their checksums. Two runs
 * whose configurations agree in all but `checkpoints` make the same numbers on the same engine and versions.
 */
export interface RunConfig<Config extends RomaeConfig = RomaeConfig> {
  readonly task: 'pretraining' | 'classification' | 'regression'
  readonly model: Config
  /** What the tokenizer's `toJSON` gave, statistics included; null for a tokenizer without. */
  readonly tokenizer: unknown
  /** Class names in the order of the outputs; null for anything but a classifier. */
  readonly classes: readonly string[] | null
  /** How many samples, and the checksum of their tokens (of a source: some) and targets, in order. */
  readonly data: { readonly samples: number; readonly sha256: string }
  /** The checksum of the parameters that training starts from. */
  readonly initial: { readonly sha256: string }
  readonly loss: LossConfig
  readonly training: TrainingConfig
  /** Null where none are written. `every` is null where one is written at the end only. */
  readonly checkpoints: { readonly every: number | null; readonly keep: number | 'all' } | null
}

/** @param parameters what training starts from, packed */
export function runConfig<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  training: ResolvedTraining,
  { kind: schedule, baseRate: learningRate, warmupSteps, totalSteps: steps }: Schedule,
  parameters: Float32Array,
): RunConfig<Config> {
  const { config: model, tokenizer, classes } = task.makeModel({})
  const {
    batchSize,
    dropLast,
    buckets,
    seed,
    optimizer,
    clipNorm,
    checkpointFolder,
    checkpointEvery,
    keepCheckpoints,
  } = training
  return {
    task: task.kind,
    model,
    tokenizer,
    classes,
    data: { samples: task.data.lengths.length, sha256: task.dataFingerprint },
    initial: { sha256: sha256(new Uint8Array(parameters.buffer)) },
    loss: task.loss,
    training: { steps, batchSize, dropLast, learningRate, schedule, warmupSteps, optimizer, clipNorm, buckets, seed },
    checkpoints:
      checkpointFolder === null
        ? null
        : {
            every: Number.isFinite(checkpointEvery) ? checkpointEvery : null,
            keep: Number.isFinite(keepCheckpoints) ? keepCheckpoints : 'all',
          },
  }
}
