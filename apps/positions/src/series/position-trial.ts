import { finetuningTrial, type Outcome, type Trial } from '@romae/app-common'
import type { Engine } from '@romae/engine'
import { type PredictionModel, predictOutputs } from '@romae/trainer/node'
import { type TrainingSettings, trainingOptions } from 'romae'
import { type PositionData, type PositionSeries, positionSplits, positionTokenizer } from './position-series.ts'
import { targetScale } from './target-scale.ts'

/** An experiment in which every token's position is to be predicted, as plain data. */
export interface PositionExperiment {
  readonly data: PositionData & { readonly scaleTargets: boolean }
  readonly model: {
    readonly dModel: number
    readonly heads: number
    readonly depth: number
    readonly feedForward: number
    readonly cls: boolean
    readonly ropeFraction: number
  }
  readonly training: TrainingSettings
}

/** A trained model, to be measured. */
export interface TrainedPositions {
  readonly model: PredictionModel
  readonly engine: Engine
  readonly test: readonly PositionSeries[]
  /** The model's positions of some series, in their unit. */
  predict(series: readonly PositionSeries[]): Promise<Float32Array[]>
}

/** Trains a model of one linear head for all tokens, on tokens of equal values. */
export function positionTrial(
  experiment: PositionExperiment,
  seed: number,
  measure: (trained: TrainedPositions) => Promise<Outcome>,
): Trial {
  const { data, training } = experiment
  const { cls, ropeFraction, ...encoder } = experiment.model
  const { train: samples, test } = positionSplits(data, seed)
  const scale = targetScale(data, data.scaleTargets)
  return finetuningTrial(
    (run) => ({
      tokenizer: positionTokenizer,
      samples,
      targets: samples.map(scale.toTargets),
      model: { encoder, cls, ropeFraction, pooling: 'token' },
      training: { ...trainingOptions(training), ...run, seed },
    }),
    {
      settings: { experiment },
      evaluate: (model, { session: { engine } }) =>
        measure({
          model,
          engine,
          test,
          predict: async (series) =>
            (await predictOutputs(model, series, { tokenizer: positionTokenizer, engine })).map(scale.toPositions),
        }),
    },
  )
}
