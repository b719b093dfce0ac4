import type { Variant } from '@romae/app-common'
import { generateSines, type SineSplit, type WaveformName } from '@romae/datasets'
import type { Section } from '@romae/report'
import { applySettings, type PresetName, type Settings } from 'romae'
import { noisySeries } from '../interpolation/curves.ts'
import { type Example, exampleCharts } from '../interpolation/examples.ts'
import { type InterpolationTask, interpolationTrial } from '../interpolation/interpolation-trial.ts'
import { type CurveError, curveErrors, meanErrors } from '../interpolation/measure.ts'
import { type SineExperiment, sinePresets, sineSchema } from './settings.ts'

/** Above it the paper sees the error grow. */
const LOW_END = 9
const HIGHEST = 24
/** Frequencies of the test series that the report shows. */
const SHOWN = [1, 4, 9, 20]

/** The masked signals in words. */
const names: Readonly<Record<WaveformName, string>> = { sine: 'sines', square: 'square waves', cycloid: 'cycloids' }

/** Which frequencies a masked autoencoder keeps of signals of some shape (App. B.4). */
export function frequencyVariant(preset: PresetName, waveform: WaveformName, assignments: readonly string[]): Variant {
  const changed = applySettings(sinePresets[preset], sineSchema, assignments)
  const experiment: SineExperiment = { ...changed, data: { ...changed.data, waveform } }
  return {
    experiment: waveform === 'sine' ? 'frequencies' : `frequencies/${waveform}`,
    key: waveform,
    label: names[waveform],
    settings: experiment as unknown as Settings,
    trial(seed) {
      const { valid, ...data } = experiment.data
      const splits = generateSines({ seed, ...data, validation: valid })
      const task: InterpolationTask = {
        train: noisySeries(splits.train, 'train'),
        valid: noisySeries(splits.validation, 'valid'),
        measure: async (model, tokenizer, engine) => {
          const errors = await curveErrors(model, tokenizer, splits.test, engine)
          const byFrequency = group(errors, splits.test)
          const mse = (from: number, to: number) => meanErrors(byFrequency.slice(from, to + 1).flat()).clean
          return {
            figures: {
              [`MSE, 0 to ${LOW_END} Hz`]: mse(0, LOW_END),
              [`MSE, ${LOW_END + 1} to ${HIGHEST} Hz`]: mse(LOW_END + 1, HIGHEST),
            },
            sections: [
              errorCurve(byFrequency),
              ...exampleCharts(splits.test, errors, examples(splits.test), { x: 'time (s)', y: 'value' }),
            ],
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

/** The first test series of some frequencies. */
function examples({ frequencies }: SineSplit): Example[] {
  return SHOWN.flatMap((frequency) => {
    const place = frequencies.indexOf(frequency)
    return place === -1 ? [] : [{ curve: place / 2, heading: `Test series of ${frequency} Hz` }]
  })
}

function errorCurve(byFrequency: readonly CurveError[][]): Section {
  return {
    kind: 'chart',
    heading: 'Error by frequency',
    caption: 'Masked points against the signal without noise, of the last seed (as in Fig. 3 of the paper).',
    x: { label: 'frequency (Hz)' },
    y: { label: 'mean squared error' },
    series: [
      {
        label: 'mean squared error',
        x: [...byFrequency.keys()],
        y: byFrequency.map((errors) => meanErrors(errors).clean),
        style: 'line-and-points',
      },
    ],
  }
}
