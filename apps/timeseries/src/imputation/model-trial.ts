import type { Trial } from '@romae/app-common'
import { observationTokenizer, type TimeSeries } from '@romae/timeseries'
import { describePretraining, type PretrainOptions, pretrain, type TrainingOptions } from '@romae/trainer/node'
import { pretrainingOptions, runStage, stageReport } from 'romae'
import { timed, timedOverall } from './cpu-clock.ts'
import type { ImputationTask } from './data-set.ts'
import { errorsOfFilling } from './errors-of-filling.ts'
import { fillByModel } from './fill-by-model.ts'
import { fillingCharts } from './filling-charts.ts'
import { figuresOf } from './methods.ts'
import type { ImputationExperiment } from './settings.ts'
import { seriesOf, type Windows } from './windows.ts'

/** Fewer values teach nothing about each other. */
const LEAST_VALUES = 2

/**
 * Pre-trains on the training windows, takes the weights that did best on the validation windows, and fills the test windows. Only values
 * that everyone sees are trained on; validation is measured on values that the model itself masks among those that are seen.
 */
export function modelTrial(task: ImputationTask, experiment: ImputationExperiment, seed: number): Trial {
  const { peer, ...settings } = experiment
  const { evaluateEvery, ...pretraining } = experiment.pretraining
  const samples = seriesToLearn(task.train, 'train')
  // A unit is an hour; values are standardised already.
  const tokenizer = observationTokenizer.fit(samples, {
    standardize: 'none',
    estimate: experiment.tokenizer.estimate,
    time: { unit: 1, origin: 'zero' },
  })
  const options = (training: TrainingOptions): PretrainOptions<TimeSeries> => ({
    tokenizer,
    samples,
    ...pretrainingOptions({ model: experiment.model, pretraining }, { ...training, seed }),
    evaluation: { samples: seriesToLearn(task.validation.seen, 'validation'), every: evaluateEvery, select: 'best' },
  })
  return {
    plans: async () => [{ label: 'pre-training', plan: await describePretraining(options({})) }],
    async run({ folder, prefix, session, options: place }) {
      const training = await timedOverall(folder, place.resume, () =>
        runStage(
          {
            label: `${prefix}pre-training`,
            folder,
            settings: { experiment: settings, targetScale: null },
            start: (given) => pretrain(options(given)),
          },
          session,
          place,
        ),
      )
      // For whoever compares settings: what is hidden of the test split is not for that.
      const validation = await fillByModel(training.result, tokenizer, task.validation, session.engine)
      const { MAE, RMSE, MRE } = errorsOfFilling(task.validation, validation.filled)
      session.say(`${prefix}validation: MAE ${MAE.toPrecision(4)}, RMSE ${RMSE.toPrecision(4)}`)
      const filling = await timed(() => fillByModel(training.result, tokenizer, task.test, session.engine))
      const { trainingTime, curves, facts } = await stageReport(folder, 'The training')
      return {
        figures: figuresOf(task, filling.result, seed, training.seconds + filling.seconds),
        trainingTime,
        metrics: { validation: { MAE, RMSE, MRE } },
        sections: [...fillingCharts(task.test, filling.result.filled), ...curves, facts],
      }
    },
  }
}

function seriesToLearn(windows: Windows, name: string): TimeSeries[] {
  return seriesOf(windows, name).filter(({ channels }) => {
    const count = channels.reduce((sum, { values }) => sum + values.filter((value) => !Number.isNaN(value)).length, 0)
    return count >= LEAST_VALUES
  })
}
