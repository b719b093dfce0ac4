import type { Variant } from '@romae/app-common'
import { generateSynthetic } from '@romae/datasets'
import { applySettings, type PresetName, type Settings } from 'romae'
import { noisySeries } from '../interpolation/curves.ts'
import { exampleCharts, firstExamples } from '../interpolation/examples.ts'
import { type InterpolationTask, interpolationTrial } from '../interpolation/interpolation-trial.ts'
import { curveErrors, meanErrors } from '../interpolation/measure.ts'
import { syntheticPresets, syntheticSchema } from './settings.ts'
import { thinnedSamples, thinnedSeries } from './thinned.ts'

/** Table 7, of noisy targets. */
const published = { MSE: { HeTVAE: '0.223 ± 0.070', 'RoMAE-tiny (paper)': '0.233 ± 0.007' } }

/** The synthetic series of Table 7. */
export function syntheticVariant(preset: PresetName, assignments: readonly string[]): Variant {
  const experiment = applySettings(syntheticPresets[preset], syntheticSchema, assignments)
  const { seen, valid: validation, ...counts } = experiment.data
  const { maskRatio } = experiment.pretraining
  return {
    experiment: 'synthetic',
    published,
    settings: experiment as unknown as Settings,
    trial(seed) {
      const splits = generateSynthetic({ seed, ...counts, validation })
      const [train, valid] = [noisySeries(splits.train, 'train'), noisySeries(splits.validation, 'valid')]
      const isVaried = seen === 'varied'
      const task: InterpolationTask = {
        train,
        ...(isVaried && { samples: thinnedSamples(train, maskRatio) }),
        valid: isVaried ? thinnedSeries(valid, maskRatio, seed) : valid,
        measure: async (model, tokenizer, engine) => {
          const errors = await curveErrors(model, tokenizer, splits.test, engine)
          const { noisy, clean } = meanErrors(errors)
          const examples = firstExamples('Test curve', counts.test)
          return {
            figures: { MSE: noisy, 'MSE against clean targets': clean },
            sections: exampleCharts(splits.test, errors, examples, { x: 'time', y: 'value' }),
          }
        },
      }
      return interpolationTrial(experiment, task, seed)
    },
  }
}
