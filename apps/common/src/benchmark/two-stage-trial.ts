import { join } from 'node:path'
import { trainingSections } from '@romae/report'
import { type PredictionModel, readMetrics } from '@romae/trainer/node'
import { runFacts, trainingMilliseconds } from '../report/run-facts.ts'
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
      const { sections = [], ...outcome } = await evaluate(model, place)
      const [pretraining, finetuning] = [join(folder, stageFolders.pretraining), join(folder, stageFolders.finetuning)]
      const [first, second] = [await readMetrics(pretraining), await readMetrics(finetuning)]
      const [facts] = await runFacts(pretraining, 'The pre-training')
      const [tuningFacts] = await runFacts(finetuning, 'The fine-tuning')
      return {
        ...outcome,
        trainingTime: trainingMilliseconds([...first, ...second]),
        sections: [
          ...sections,
          ...trainingSections(first, { name: 'Pre-training' }),
          ...trainingSections(second, { name: 'Fine-tuning' }),
          facts,
          tuningFacts,
        ],
      }
    },
  }
}
