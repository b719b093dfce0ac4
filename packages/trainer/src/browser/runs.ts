import type { PredictionConfig, PretrainingConfig } from '@romae/core'
import * as finetuning from '../finetune.ts'
import * as pretraining from '../pretrain.ts'
import type { PretrainOptions as PortablePretrainOptions } from '../pretrain-options.ts'
import { withStorage } from '../training/checkpoint-folder.ts'
import type { TrainingRun } from '../training/events.ts'
import type { TrainingOptions as PortableTrainingOptions } from '../training/options.ts'
import type { RunPlan } from '../training/run-plan.ts'
import type { BrowserFolder } from './folder.ts'
import { folderStorage } from './folder-storage.ts'
import { withTurns } from './turns.ts'

/** How to train; what both pre-training and fine-tuning understand. */
export interface TrainingOptions extends PortableTrainingOptions {
  /** The folder of the browser where checkpoints go: `checkpointStorage: folderStorage(checkpointFolder)`. */
  readonly checkpointFolder?: BrowserFolder
}

/** What to pre-train on, which model, and how. */
export interface PretrainOptions<Sample> extends Omit<PortablePretrainOptions<Sample>, 'training'> {
  readonly training: TrainingOptions
}

/** What to fine-tune on, from which model, and how. */
export interface FinetuneOptions<Sample> extends Omit<finetuning.FinetuneOptions<Sample>, 'training'> {
  readonly training: TrainingOptions
}

/**
 * As `pretrain` of `@romae/trainer`; `training` may have a `checkpointFolder`. Between steps the page has its turn: it is drawn, and
 * clicks and an AbortSignal are heard.
 */
export async function* pretrain<Sample>(options: PretrainOptions<Sample>): TrainingRun<PretrainingConfig> {
  return yield* withTurns(pretraining.pretrain(withFolder(options)))
}

/** As `describePretraining` of `@romae/trainer`; `training` may have a `checkpointFolder`. */
export async function describePretraining<Sample>(
  options: PretrainOptions<Sample>,
): Promise<RunPlan<PretrainingConfig>> {
  return pretraining.describePretraining(withFolder(options))
}

/** As `finetune` of `@romae/trainer`; `training` may have a `checkpointFolder`. Between steps the page has its turn. */
export async function* finetune<Sample>(options: FinetuneOptions<Sample>): TrainingRun<PredictionConfig> {
  return yield* withTurns(finetuning.finetune(withFolder(options)))
}

/** As `describeFinetuning` of `@romae/trainer`; `training` may have a `checkpointFolder`. */
export async function describeFinetuning<Sample>(options: FinetuneOptions<Sample>): Promise<RunPlan<PredictionConfig>> {
  return finetuning.describeFinetuning(withFolder(options))
}

function withFolder<Options extends { readonly training: TrainingOptions }>(options: Options): Options {
  return withStorage(options, folderStorage)
}
