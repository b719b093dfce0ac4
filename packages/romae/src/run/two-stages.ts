import {
  describeFinetuning,
  describePretraining,
  type FinetuneOptions,
  finetune,
  type PredictionModel,
  type PretrainedModel,
  type PretrainOptions,
  pretrain,
  type RunPlan,
  type TrainingOptions,
} from '@romae/trainer/node'
import type { Settings } from '../settings/settings.ts'
import { ownFolder } from './own-folder.ts'
import type { RunOptions } from './run-options.ts'
import { runStage } from './run-stage.ts'
import type { SeedRun } from './seeds.ts'
import type { Session } from './session.ts'
import { untrainedModel } from './untrained-model.ts'

/** A pre-training and the fine-tuning of its model, before either has begun. */
export interface TwoStages<Sample> {
  pretraining(training: TrainingOptions): PretrainOptions<Sample>
  finetuning(pretrained: PretrainedModel, training: TrainingOptions): FinetuneOptions<Sample>
}

/** Where the two runs are within their folder. */
export const stageFolders = { pretraining: 'pretraining', finetuning: 'finetuning' } as const

/** What both runs are going to do, for `--dry-run`. */
export async function describeTwoStages<Sample>({
  pretraining,
  finetuning,
}: TwoStages<Sample>): Promise<{ readonly label: string; readonly plan: RunPlan }[]> {
  const first = await describePretraining(pretraining({}))
  const second = await describeFinetuning(finetuning(untrainedModel(first), {}))
  return [
    { label: 'pre-training', plan: first },
    { label: 'fine-tuning', plan: second },
  ]
}

/**
 * Pre-trains a model and fine-tunes it, each in a folder of its own.
 *
 * @param settings as `runStage` keeps them
 * @throws what `runStage` throws
 */
export async function runTwoStages<Sample>(
  { pretraining, finetuning }: TwoStages<Sample>,
  settings: Settings,
  { folder, prefix }: Pick<SeedRun, 'folder' | 'prefix'>,
  session: Session,
  options: Pick<RunOptions, 'resume' | 'overwrite' | 'saveEvery' | 'tensorboard'>,
): Promise<PredictionModel> {
  const pretrained = await runStage(
    {
      label: `${prefix}pre-training`,
      folder: ownFolder(folder, stageFolders.pretraining),
      settings,
      start: (training) => pretrain(pretraining(training)),
    },
    session,
    options,
  )
  await session.ranks.onFirst(() => session.stopIfAsked(`${prefix}pre-training done`))
  return runStage(
    {
      label: `${prefix}fine-tuning`,
      folder: ownFolder(folder, stageFolders.finetuning),
      settings,
      start: (training) => finetune(finetuning(pretrained, training)),
    },
    session,
    options,
  )
}
