import type { RomaeConfig } from '@romae/core'
import {
  describeFinetuning,
  describePretraining,
  type FinetuneOptions,
  finetune,
  type PredictionModel,
  type PretrainedModel,
  type PretrainOptions,
  pretrain,
  type RomaeModel,
  type RunPlan,
  type TrainingOptions,
  type TrainingRun,
} from '@romae/trainer/node'
import { runStage, type Settings, stageReport } from 'romae'
import type { Outcome, Trial, TrialPlace } from './benchmark.ts'

/** What a trial of one training run needs besides the run. */
export interface StageTrial<Model extends RomaeModel> {
  readonly settings: Settings
  /** Measures the trained model, in evaluation mode. */
  evaluate(model: Model, place: TrialPlace): Promise<Outcome>
}

/** A trial that pre-trains and measures the model itself, such as an interpolation. */
export function pretrainingTrial<Sample>(
  options: (training: TrainingOptions) => PretrainOptions<Sample>,
  stage: StageTrial<PretrainedModel>,
): Trial {
  return stageTrial(
    'pre-training',
    () => describePretraining(options({})),
    (given) => pretrain(options(given)),
    stage,
  )
}

/** A trial that trains a classifier or a regression from scratch. */
export function finetuningTrial<Sample>(
  options: (training: TrainingOptions) => FinetuneOptions<Sample>,
  stage: StageTrial<PredictionModel>,
): Trial {
  return stageTrial(
    'training',
    () => describeFinetuning(options({})),
    (given) => finetune(options(given)),
    stage,
  )
}

function stageTrial<Config extends RomaeConfig>(
  label: string,
  describe: () => Promise<RunPlan>,
  start: (training: TrainingOptions) => TrainingRun<Config>,
  { settings, evaluate }: StageTrial<RomaeModel<Config>>,
): Trial {
  return {
    plans: async () => [{ label, plan: await describe() }],
    async run(place) {
      const { folder, prefix, session, options } = place
      const model = await runStage({ label: `${prefix}${label}`, folder, settings, start }, session, options)
      const { sections = [], ...outcome } = await evaluate(model, place)
      const { trainingTime, curves, facts } = await stageReport(folder, 'The training')
      return { ...outcome, trainingTime, sections: [...sections, ...curves, facts] }
    },
  }
}
