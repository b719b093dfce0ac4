import type { Engine, Optimizer } from '@romae/engine'
import { rejectUnknownOptions, requireInteger, requirePositive } from '../check-options.ts'
import { errors } from '../errors.ts'
import { checkSchedule, type Schedule } from './schedule.ts'

/** How to train; what both pre-training and fine-tuning understand. */
export interface TrainingOptions {
  /** Optimizer updates; give this or `epochs`. */
  readonly steps?: number
  /** Passes over the data; give this or `steps`. */
  readonly epochs?: number
  /** Samples a step. Default 32. */
  readonly batchSize?: number
  /** Peak learning rate. Default 1e-3. */
  readonly learningRate?: number
  /** Default `cosine`. */
  readonly schedule?: Schedule['kind']
  /** Default a tenth of all steps. */
  readonly warmupSteps?: number
  /** Default AdamW with the task's betas. */
  readonly optimizer?: Optimizer
  /** Clips the global gradient norm; null does not. Default 1. */
  readonly clipNorm?: number | null
  /** Samples of different lengths are padded to one of at most this many lengths. Default 4. */
  readonly buckets?: number
  /** Of initial values, order, masks and dropout. Default 0. */
  readonly seed?: number
  /** Stops after the step in progress. */
  readonly signal?: AbortSignal
  /** Where checkpoints go; none are written without it. */
  readonly checkpointFolder?: string
  /** Steps between checkpoints; default only at the end. */
  readonly checkpointEvery?: number
  /** Where to run; default `createEngine()`, disposed at the end. A given engine is left open. */
  readonly engine?: Engine
}

/** `TrainingOptions` with every default filled in, for a known number of batches an epoch. */
export interface ResolvedTraining {
  readonly schedule: Schedule
  readonly epochs: number
  readonly batchSize: number
  readonly optimizer: Optimizer
  readonly clipNorm: number | null
  readonly seed: number
}

export const trainingKeys = [
  'steps',
  'epochs',
  'batchSize',
  'learningRate',
  'schedule',
  'warmupSteps',
  'optimizer',
  'clipNorm',
  'buckets',
  'seed',
  'signal',
  'checkpointFolder',
  'checkpointEvery',
  'engine',
] as const

/** @throws RomaeError `TRAINER_UNKNOWN_OPTION`, `TRAINER_OPTION` */
export function resolveTraining(
  where: string,
  options: TrainingOptions,
  perEpoch: number,
  defaultOptimizer: Optimizer,
): ResolvedTraining {
  rejectUnknownOptions(where, options, trainingKeys)
  if ((options.steps === undefined) === (options.epochs === undefined)) {
    const got = options.steps === undefined ? 'neither' : 'both'
    throw errors.TRAINER_OPTION({ key: 'steps or epochs', got, expected: 'given, one of the two' })
  }
  const totalSteps =
    options.steps === undefined
      ? requireInteger('epochs', options.epochs, 1) * perEpoch
      : requireInteger('steps', options.steps, 1)
  const kind = options.schedule ?? 'cosine'
  if (!['cosine', 'constant', 'reference'].includes(kind)) {
    throw errors.TRAINER_OPTION({ key: 'schedule', got: kind, expected: 'cosine, constant or reference' })
  }
  const schedule = {
    kind,
    baseRate: options.learningRate ?? 1e-3,
    warmupSteps: options.warmupSteps ?? Math.round(totalSteps / 10),
    totalSteps,
  }
  checkSchedule(schedule)
  if (options.checkpointEvery !== undefined) requireInteger('checkpointEvery', options.checkpointEvery, 1)
  const clipNorm = options.clipNorm === undefined ? 1 : options.clipNorm
  return {
    schedule,
    epochs: Math.ceil(totalSteps / perEpoch),
    batchSize: requireInteger('batchSize', options.batchSize ?? 32, 1),
    optimizer: options.optimizer ?? defaultOptimizer,
    clipNorm: clipNorm === null ? null : requirePositive('clipNorm', clipNorm),
    seed: requireInteger('seed', options.seed ?? 0, 0),
  }
}
