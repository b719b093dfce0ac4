import type { PredictionConfig, PretrainingConfig } from '@romae/core'
import type { CheckpointStorage } from '../checkpoints/checkpoint-storage.ts'
import { errors } from '../errors.ts'
import * as finetuning from '../finetune.ts'
import * as pretraining from '../pretrain.ts'
import type { PretrainOptions as PortablePretrainOptions } from '../pretrain-options.ts'
import { withStorage } from '../training/checkpoint-folder.ts'
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
export interface PretrainOptions<Sample> extends Omit<PortablePretrainOptions<Sample>, 'training'> {
  readonly training: TrainingOptions
}

/** What to fine-tune on, from which model, and how. */
export interface FinetuneOptions<Sample> extends Omit<finetuning.FinetuneOptions<Sample>, 'training'> {
  readonly training: TrainingOptions
}

/** As `pretrain` of `@romae/trainer`; `training` may have a `checkpointFolder`. */
export async function* pretrain<Sample>(options: PretrainOptions<Sample>): TrainingRun<PretrainingConfig> {
  return yield* pretraining.pretrain(withFolder(options))
}

/** As `describePretraining` of `@romae/trainer`; `training` may have a `checkpointFolder`. */
export async function describePretraining<Sample>(
  options: PretrainOptions<Sample>,
): Promise<RunPlan<PretrainingConfig>> {
  return pretraining.describePretraining(withFolder(options))
}

/** As `finetune` of `@romae/trainer`; `training` may have a `checkpointFolder`. */
export async function* finetune<Sample>(options: FinetuneOptions<Sample>): TrainingRun<PredictionConfig> {
  return yield* finetuning.finetune(withFolder(options))
}

/** As `describeFinetuning` of `@romae/trainer`; `training` may have a `checkpointFolder`. */
export async function describeFinetuning<Sample>(options: FinetuneOptions<Sample>): Promise<RunPlan<PredictionConfig>> {
  return finetuning.describeFinetuning(withFolder(options))
}

function withFolder<Options extends { readonly training: TrainingOptions }>(options: Options): Options {
  return withStorage(options, storageOf)
}

function storageOf(folder: string): CheckpointStorage {
  if (typeof folder === 'string') return folderStorage(folder)
  throw errors.TRAINER_OPTION({ key: 'checkpointFolder', got: folder, expected: 'the path of a folder' })
}
