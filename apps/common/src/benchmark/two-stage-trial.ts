import { join } from 'node:path'
import { trainingSections } from '@romae/report'
import { type PredictionModel, readMetrics } from '@romae/trainer'
import { describeTwoStages, runTwoStages, stageFolders, type TwoStages } from '../run/two-stages.ts'
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
      const { figures, sections = [] } = await evaluate(model, place)
      const curves = async (stage: string, name: string) =>
        trainingSections(await readMetrics(join(folder, stage)), { name })
      return {
        figures,
        sections: [
          ...sections,
          ...(await curves(stageFolders.pretraining, 'Pre-training')),
          ...(await curves(stageFolders.finetuning, 'Fine-tuning')),
        ],
      }
    },
  }
}
