import { type Outcome, pretrainingTrial, type Trial } from '@romae/app-common'
import type { Engine } from '@romae/engine'
import type { TimeSeries, TimeSeriesTokenizer } from '@romae/timeseries'
import { fitTokenizer } from '@romae/timeseries/modality'
import type { PretrainedModel, Samples } from '@romae/trainer/node'
import { trainingOptions } from 'romae'
import type { InterpolationExperiment } from './experiment.ts'

/** What is trained on, and how the trained model is measured. */
export interface InterpolationTask {
  /** One token a time stamp (default), or one an observation. */
  readonly tokens?: 'timesteps' | 'observations'
  readonly train: readonly TimeSeries[]
  /** What training reads, where that is not just `train`. */
  readonly samples?: Samples<TimeSeries>
  readonly valid: readonly TimeSeries[]
  measure(model: PretrainedModel, tokenizer: TimeSeriesTokenizer<unknown>, engine: Engine): Promise<Outcome>
}

/** Trains a masked autoencoder whose reconstruction is the prediction; statistics are those of the training series. */
export function interpolationTrial(experiment: InterpolationExperiment, task: InterpolationTask, seed: number): Trial {
  const { standardize, timeUnit } = experiment.tokenizer
  const { encoder, decoder, hiddenDropout, attentionDropout, ...model } = experiment.model
  const { maskRatio, maskTogether, select, evaluateEvery, ...training } = experiment.pretraining
  const { tokens = 'timesteps', train, valid, samples = train, measure } = task
  const tokenizer = fitTokenizer(train, { kind: tokens, missing: 'error', standardize, timeUnit })
  const rates = { hiddenDropout, attentionDropout }
  return pretrainingTrial(
    (run) => ({
      tokenizer,
      samples,
      model: { ...model, encoder: { ...encoder, ...rates }, decoder: { ...decoder, ...rates } },
      maskRatio,
      ...(maskTogether != null && { maskTogether }),
      ...(valid.length > 0 && { evaluation: { samples: valid, every: evaluateEvery, select } }),
      training: { ...trainingOptions(training), ...run, seed },
    }),
    {
      settings: { experiment },
      evaluate: (model, { session }) => measure(model, tokenizer, session.engine),
    },
  )
}
