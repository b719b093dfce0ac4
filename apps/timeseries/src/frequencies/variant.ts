import { applySettings, type PresetName, type Settings, type Variant } from '@romae/app-common'
import { generateSines, type SineSplit } from '@romae/datasets'
import type { Section } from '@romae/report'
import { noisySeries } from '../interpolation/curves.ts'
import { type InterpolationTask, interpolationTrial } from '../interpolation/interpolation-trial.ts'
import { type CurveError, curveErrors, meanErrors } from '../interpolation/measure.ts'
import { sineKinds, sinePresets } from './settings.ts'

/** Above it the paper sees the error grow. */
const LOW_END = 9
const HIGHEST = 24

/** Which frequencies a masked autoencoder keeps (App. B.4). */
export function frequencyVariant(preset: PresetName, assignments: readonly string[]): Variant {
  const experiment = applySettings(sinePresets[preset], sineKinds, assignments)
  return {
    experiment: 'frequencies',
    settings: experiment as unknown as Settings,
    trial(seed) {
      const { train, valid, test } = experiment.data
      const splits = generateSines({ seed, train, valid, test })
      const task: InterpolationTask = {
        train: noisySeries(splits.train, 'train'),
        valid: noisySeries(splits.valid, 'valid'),
        measure: async (model, tokenizer, engine) => {
          const byFrequency = group(await curveErrors(model, tokenizer, splits.test, engine), splits.test)
          const mse = (from: number, to: number) => meanErrors(byFrequency.slice(from, to + 1).flat()).clean
          return {
            figures: {
              [`MSE, 0 to ${LOW_END} Hz`]: mse(0, LOW_END),
              [`MSE, ${LOW_END + 1} to ${HIGHEST} Hz`]: mse(LOW_END + 1, HIGHEST),
            },
            sections: [errorCurve(byFrequency)],
          }
        },
      }
      return interpolationTrial(experiment, task, seed)
    },
  }
}

/** Errors by the frequency of the test series, each of which has one. */
function group(errors: readonly CurveError[], { frequencies }: SineSplit): CurveError[][] {
  const groups = Array.from({ length: HIGHEST + 1 }, (): CurveError[] => [])
  for (const [series, error] of errors.entries()) groups[frequencies[2 * series]!]!.push(error)
  return groups
}

function errorCurve(byFrequency: readonly CurveError[][]): Section {
  return {
    kind: 'chart',
    heading: 'Error by frequency',
    caption:
      'Mean squared error of the masked points against the sine without noise, of the last seed (Fig. 3 of the paper).',
    x: { label: 'frequency (Hz)' },
    y: { label: 'MSE' },
    series: [{ label: 'MSE', x: [...byFrequency.keys()], y: byFrequency.map((errors) => meanErrors(errors).clean) }],
  }
}
