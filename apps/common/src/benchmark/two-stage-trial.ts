import { join } from 'node:path'
import { trainingSections } from '@romae/report'
import {
  describeFinetuning,
  describePretraining,
  type FinetuneOptions,
  finetune,
  type PredictionModel,
  type PretrainedModel,
  type PretrainOptions,
  pretrain,
  readMetrics,
  type TrainingOptions,
} from '@romae/trainer'
import { runStage } from '../run/run-stage.ts'
import { untrainedModel } from '../run/untrained-model.ts'
import type { Trial } from './benchmark.ts'
import type { StageTrial } from './stage-trial.ts'

/** Where the two runs of a trial are within its folder. */
const [FIRST, SECOND] = ['pretraining', 'finetuning']

/** A trial that pre-trains a model, fine-tunes it, and measures what comes out. */
export function twoStageTrial<Sample>(
  pretraining: (training: TrainingOptions) => PretrainOptions<Sample>,
  finetuning: (pretrained: PretrainedModel, training: TrainingOptions) => FinetuneOptions<Sample>,
  { settings, evaluate }: StageTrial<PredictionModel>,
): Trial {
  return {
    async plans() {
      const first = await describePretraining(pretraining({}))
      const second = await describeFinetuning(finetuning(untrainedModel(first.config.model), {}))
      return [
        { label: 'pre-training', plan: first },
        { label: 'fine-tuning', plan: second },
      ]
    },
    async run(place) {
      const { folder, prefix, session, options } = place
      const pretrained = await runStage(
        {
          label: `${prefix}pre-training`,
          folder: join(folder, FIRST),
          settings,
          start: (training) => pretrain(pretraining(training)),
        },
        session,
        options,
      )
      session.stopIfAsked(`${prefix}pre-training done`)
      const model = await runStage(
        {
          label: `${prefix}fine-tuning`,
          folder: join(folder, SECOND),
          settings,
          start: (training) => finetune(finetuning(pretrained, training)),
        },
        session,
        options,
      )
      const { figures, sections = [] } = await evaluate(model, place)
      const curves = async (stage: string, name: string) =>
        trainingSections(await readMetrics(join(folder, stage)), { name })
      return {
        figures,
        sections: [...sections, ...(await curves(FIRST, 'Pre-training')), ...(await curves(SECOND, 'Fine-tuning'))],
      }
    },
  }
}
