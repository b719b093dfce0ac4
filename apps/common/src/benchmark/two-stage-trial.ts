import { join } from 'node:path'
import type { PredictionModel } from '@romae/trainer/node'
import { describeTwoStages, runTwoStages, stageFolders, stageReport, type TwoStages } from 'romae'
import type { Trial } from './benchmark.ts'
import type { StageTrial } from './stage-trial.ts'

/** A trial that pre-trains a model, fine-tunes it, and measures what comes out. */
export function twoStageTrial<Sample>(
  stages: TwoStages<Sample>,
  { settings, evaluate }: StageTrial<PredictionModel>,
): Trial {
  return {
    plans: () => describeTwoStages(stages),
    async run(place) {
      const { folder, session, options } = place
      const model = await runTwoStages(stages, settings, place, session, options)
      const { sections = [], ...outcome } = await evaluate(model, place)
      const first = await stageReport(join(folder, stageFolders.pretraining), 'The pre-training', 'Pre-training')
      const second = await stageReport(join(folder, stageFolders.finetuning), 'The fine-tuning', 'Fine-tuning')
      return {
        ...outcome,
        trainingTime: first.trainingTime + second.trainingTime,
        sections: [...sections, ...first.curves, ...second.curves, first.facts, second.facts],
      }
    },
  }
}
