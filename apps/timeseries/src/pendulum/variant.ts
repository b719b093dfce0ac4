import { finetuningTrial, type Variant } from '@romae/app-common'
import { predictOutputs, regressionMetrics } from '@romae/trainer/node'
import { applySettings, type PresetName, type Settings, trainingOptions } from 'romae'
import { filmCharts } from './film-charts.ts'
import { type Film, films, filmTokenizer, mirrored, type PixelScale, pixelScale } from './frames.ts'
import { type PendulumExperiment, pendulumPresets, pendulumSchema } from './settings.ts'

const metric = 'MSE x 1e-3, per element'

/**
 * Per-element MSE in thousandths, as Table 5 prints it; RoMAE's is in the unit of its script, the sum over the test set in
 * thousandths, which is a hundred times the mean.
 */
const published = {
  'ODE-RNN': '7.26 ± 0.41',
  'RKN-Δt': '5.09 ± 0.40',
  CRU: '3.94 ± 0.21',
  S5: '3.41 ± 0.27',
  'RoMAE (paper, in another unit)': '3.32 ± 0.13',
}

/** What the reference's script takes for mean and standard deviation of pixels. */
const referenceScale: PixelScale = { mean: 0.002, std: 0.0021 }

/** The pendulum row of Table 5. */
export function pendulumVariant(preset: PresetName, assignments: readonly string[]): Variant {
  const experiment = applySettings(pendulumPresets[preset], pendulumSchema, assignments)
  return {
    experiment: 'pendulum',
    published: { [metric]: published },
    settings: experiment as unknown as Settings,
    trial: (seed) => pendulumTrial(experiment, seed),
  }
}

function pendulumTrial(experiment: PendulumExperiment, seed: number) {
  const { train: given, valid, test } = films(experiment.data, seed)
  const train = experiment.data.mirror ? [...given, ...given.map(mirrored)] : given
  const scale = experiment.data.scale === 'training' ? pixelScale(train) : referenceScale
  const tokenizer = filmTokenizer(scale, train[0]!.size ** 2)
  const { head, hiddenDropout, attentionDropout, stochasticDepth, ...sizes } = experiment.model
  const { select, ...training } = experiment.training
  const targetsOf = (given: readonly Film[]) => given.map(({ targets }) => targets)
  return finetuningTrial<Film>(
    (run) => ({
      tokenizer,
      samples: train,
      targets: targetsOf(train),
      model: {
        encoder: { ...sizes, hiddenDropout, attentionDropout, stochasticDepth },
        pooling: head === 'frame' ? 'token' : 'cls',
      },
      ...(valid.length > 0 && { evaluation: { samples: valid, targets: targetsOf(valid), select } }),
      training: { ...trainingOptions(training), ...run, seed },
    }),
    {
      settings: { experiment },
      async evaluate(model, { session: { engine } }) {
        const predicted = await predictOutputs(model, test, { tokenizer, engine })
        const flatten = (rows: readonly Float32Array[]) => rows.flatMap((row) => [...row])
        const { mse } = regressionMetrics(flatten(predicted), flatten(targetsOf(test)))
        return { figures: { [metric]: 1000 * mse }, sections: filmCharts(test, predicted) }
      },
    },
  )
}
