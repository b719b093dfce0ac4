import { finetuningTrial, type Variant } from '@romae/app-common'
import { tokenizerSet } from '@romae/tokenizer'
import { classificationMetrics, classify, type PredictionModel } from '@romae/trainer/node'
import type { Session, Settings } from 'romae'
import { withMissing } from '../missing.ts'
import { stagesOf } from '../stages.ts'
import { starClasses } from './observe.ts'
import type { CurvesExperiment } from './settings.ts'
import { type PartialStar, starsOf, starTokenizers } from './variants.ts'

/** Parts of the training samples that lack one of the two, and of the test samples. */
const IN_TRAINING = [0, 0.5, 0.9] as const
const IN_TEST = [0, 0.25, 0.5, 0.75, 1] as const

const percent = (part: number) => `${100 * part} %`

/** Models for which parts of the training samples lack the curve or the sheet. */
export function missingVariants(experiment: CurvesExperiment): Variant[] {
  return IN_TRAINING.map((part) => variantOf(part, experiment))
}

function variantOf(part: number, experiment: CurvesExperiment): Variant {
  const settings = { experiment, missing: part } as unknown as Settings
  return {
    experiment: `missing/${100 * part}`,
    key: `missing-${100 * part}`,
    label: part === 0 ? 'none of the training lacks one' : `${percent(part)} of the training lack one`,
    settings,
    async trial(seed) {
      const { train, test } = starsOf(experiment, seed)
      const tokenizer = tokenizerSet(starTokenizers(train))
      const samples: readonly PartialStar[] = withMissing(train.samples, part, seed)
      const finetuning = { samples, labels: train.labels }
      const stages = stagesOf(experiment, seed, { tokenizer, classes: starClasses, pretraining: samples, finetuning })
      return finetuningTrial((training) => stages.finetuning(null, training), {
        settings,
        async evaluate(model: PredictionModel, { session: { engine } }: { readonly session: Session }) {
          const accuracy = async (given: readonly PartialStar[]) => {
            const found = await classify<PartialStar>(model, given, { tokenizer, engine })
            const predicted = found.map(({ label }) => label)
            return classificationMetrics(predicted, test.labels, starClasses).accuracy
          }
          const byPart: number[] = []
          for (const lacking of IN_TEST) byPart.push(await accuracy(withMissing(test.samples, lacking, seed)))
          return {
            figures: {
              ...Object.fromEntries(IN_TEST.map((lacking, index) => [`${percent(lacking)} lack one`, byPart[index]!])),
              'curve alone': await accuracy(test.samples.map(({ curve }) => ({ curve }))),
              'sheet alone': await accuracy(test.samples.map(({ sheet }) => ({ sheet }))),
            },
            sections: [
              {
                kind: 'chart',
                heading: 'accuracy by the part of the test that lacks one',
                width: 'half',
                x: { label: 'part of the test samples that lack one' },
                y: { label: 'accuracy' },
                series: [{ label: 'accuracy', x: IN_TEST, y: byPart, style: 'line-and-points' }],
              },
            ],
          }
        },
      })
    },
  }
}
