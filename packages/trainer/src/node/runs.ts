import type { PredictionConfig, PretrainingConfig } from '@romae/core'
import { errors } from '../errors.ts'
import * as finetuning from '../finetune.ts'
import * as pretraining from '../pretrain.ts'
import type { TrainingRun } from '../training/events.ts'
import type { TrainingOptions as PortableTrainingOptions } from '../training/options.ts'
import type { RunPlan } from '../training/run-plan.ts'
import { folderStorage } from './folder-storage.ts'

/** How to train; what both pre-training and fine-tuning understand. */
export interface TrainingOptions extends PortableTrainingOptions {
  /** The folder where checkpoints go: `checkpointStorage: folderStorage(checkpointFolder)`. */
  readonly checkpointFolder?: string
}

/** What to pre-train on, which model, and how. */
export interface PretrainOptions<Sample> extends Omit<pretraining.PretrainOptions<Sample>, 'training'> {
  readonly training: TrainingOptions
}

/** What to fine-tune on, from which model, and how. */
export interface FinetuneOptions<Sample> extends Omit<finetuning.FinetuneOptions<Sample>, 'training'> {
  readonly training: TrainingOptions
}

/** As `pretrain` of `@romae/trainer`; `training` may have a `checkpointFolder`. */
export async function* pretrain<Sample>(options: PretrainOptions<Sample>): TrainingRun<PretrainingConfig> {
  return yield* pretraining.pretrain(withStorage(options))
}

/** As `describePretraining` of `@romae/trainer`; `training` may have a `checkpointFolder`. */
export async function describePretraining<Sample>(
  options: PretrainOptions<Sample>,
): Promise<RunPlan<PretrainingConfig>> {
  return pretraining.describePretraining(withStorage(options))
}

/** As `finetune` of `@romae/trainer`; `training` may have a `checkpointFolder`. */
export async function* finetune<Sample>(options: FinetuneOptions<Sample>): TrainingRun<PredictionConfig> {
  return yield* finetuning.finetune(withStorage(options))
}

/** As `describeFinetuning` of `@romae/trainer`; `training` may have a `checkpointFolder`. */
export async function describeFinetuning<Sample>(options: FinetuneOptions<Sample>): Promise<RunPlan<PredictionConfig>> {
  return finetuning.describeFinetuning(withStorage(options))
}

/** Puts the folder's storage in place of the folder. What is wrong with other options their own checks say. */
function withStorage<Options extends { readonly training: TrainingOptions }>(options: Options): Options {
  const { checkpointFolder: folder, ...training } = options?.training ?? {}
  if (folder === undefined) return options
  if (typeof folder !== 'string' || folder === '') {
    throw errors.TRAINER_OPTION({ key: 'checkpointFolder', got: folder, expected: 'the path of a folder' })
  }
  if (training.checkpointStorage !== undefined) {
    const rule = 'cannot be given beside checkpointStorage: checkpoints have one place'
    throw errors.TRAINER_OPTION({ key: 'checkpointFolder', rule })
  }
  return { ...options, training: { ...training, checkpointStorage: folderStorage(folder) } }
}
