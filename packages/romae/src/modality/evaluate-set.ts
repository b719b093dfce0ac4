import type { Engine } from '@romae/engine'
import type { Tokenizer } from '@romae/tokenizer'
import {
  type Classification,
  type ClassificationMetrics,
  classificationMetrics,
  classify,
  type PredictionModel,
  predictOutputs,
  type RegressionMetrics,
  regressionMetrics,
} from '@romae/trainer/node'
import { predictAll } from '../samples/trainer-samples.ts'
import { tellNote } from '../terminal/tell-note.ts'
import type { SampleSet } from './host-modality.ts'
import { numbersOf, type TargetScale } from './targets.ts'

/** Metrics and predictions of a model on labelled samples. */
export type Evaluation =
  | {
      readonly task: 'classification'
      readonly classes: readonly string[]
      readonly metrics: ClassificationMetrics
      readonly predictions: readonly Classification[]
    }
  | {
      readonly task: 'regression'
      readonly metrics: RegressionMetrics
      readonly predictions: readonly number[]
      readonly actual: readonly number[]
    }

/** Evaluates a model, in evaluation mode. */
export async function evaluateSet<Sample>(
  { model, targetScale }: { readonly model: PredictionModel; readonly targetScale: TargetScale | null },
  tokenizer: Tokenizer<Sample>,
  set: SampleSet<Sample>,
  labels: readonly string[],
  engine: Engine,
): Promise<Evaluation> {
  if (model.classes !== null) {
    const predictions = await predictAll(set, tokenizer, 'evaluate', (samples) =>
      classify(model, samples, { tokenizer, engine, onNote: tellNote }),
    )
    const predicted = predictions.map(({ label }) => label)
    const metrics = classificationMetrics(predicted, labels, model.classes)
    return { task: 'classification', classes: model.classes, metrics, predictions }
  }
  const actual = numbersOf(labels, set.ids)
  const predictions = await predictNumbers({ model, targetScale }, tokenizer, set, engine)
  return { task: 'regression', metrics: regressionMetrics(predictions, actual), predictions, actual }
}

/** A regression's numbers, in their own unit. */
export async function predictNumbers<Sample>(
  { model, targetScale }: { readonly model: PredictionModel; readonly targetScale: TargetScale | null },
  tokenizer: Tokenizer<Sample>,
  set: SampleSet<Sample>,
  engine: Engine,
): Promise<number[]> {
  const { mean, std } = targetScale ?? { mean: 0, std: 1 }
  const outputs = await predictAll(set, tokenizer, 'predict', (samples) =>
    predictOutputs(model, samples, { tokenizer, engine, onNote: tellNote }),
  )
  return outputs.map(([value]) => mean + std * value!)
}

/** An evaluation's figures by name: those that are compared, and averaged over seeds. The first is what counts most. */
export function figuresOf({ task, metrics }: Evaluation): Readonly<Record<string, number>> {
  if (task === 'regression') return { RMSE: metrics.rmse, MAE: metrics.mae, MSE: metrics.mse }
  const { accuracy, macroF1, weightedF1 } = metrics
  return { accuracy, 'macro F1': macroF1, 'weighted F1': weightedF1 }
}
