import {
  type AnyTokenizer,
  type Classification,
  type ClassificationIntervals,
  type ClassificationMetrics,
  classificationIntervals,
  classificationMetrics,
  classify,
  type FigureInterval,
  type PredictionModel,
  predictOutputs,
  type RankingMetrics,
  type RegressionMetrics,
  rankingMetrics,
  regressionMetrics,
} from '@romae/trainer/node'
import { type Computing, inferenceIn } from '../run/inference-in.ts'
import { predictAll } from '../samples/trainer-samples.ts'
import type { SampleSet } from './host-modality.ts'
import { numbersOf, type TargetScale } from './targets.ts'

/** Metrics and predictions of a model on labelled samples. */
export type Evaluation =
  | {
      readonly task: 'classification'
      readonly classes: readonly string[]
      readonly metrics: ClassificationMetrics
      readonly ranking: RankingMetrics
      /** Of 95 %, by samples or groups that are drawn anew; null of so many samples and classes that it would take minutes. */
      readonly intervals: ClassificationIntervals | null
      readonly predictions: readonly Classification[]
    }
  | {
      readonly task: 'regression'
      readonly metrics: RegressionMetrics
      readonly predictions: readonly number[]
      readonly actual: readonly number[]
    }

/** Evaluates a model, in evaluation mode; of several ranks all call it, and all find the same. */
export async function evaluateSet<Sample>(
  { model, targetScale }: { readonly model: PredictionModel; readonly targetScale: TargetScale | null },
  tokenizer: AnyTokenizer<Sample>,
  set: SampleSet<Sample>,
  labels: readonly string[],
  computing: Computing,
): Promise<Evaluation> {
  if (model.classes !== null) {
    const predictions = await predictAll(set, tokenizer, 'evaluate', (samples) =>
      classify(model, samples, { tokenizer, ...inferenceIn(computing) }),
    )
    return evaluationOf(predictions, labels, model.classes, set)
  }
  const actual = numbersOf(labels, set.ids)
  const predictions = await predictNumbers({ model, targetScale }, tokenizer, set, computing)
  return { task: 'regression', metrics: regressionMetrics(predictions, actual), predictions, actual }
}

/** What predicted classes are worth. */
export function evaluationOf(
  predictions: readonly Classification[],
  labels: readonly string[],
  classes: readonly string[],
  set: Pick<SampleSet<unknown>, 'keys'>,
): Extract<Evaluation, { task: 'classification' }> {
  const predicted = predictions.map(({ label }) => label)
  return {
    task: 'classification',
    classes,
    metrics: classificationMetrics(predicted, labels, classes),
    ranking: rankingMetrics(predictions, labels, classes),
    intervals: intervalsOf(predictions, labels, classes, set),
    predictions,
  }
}

/** A regression's numbers, in their own unit. */
export async function predictNumbers<Sample>(
  { model, targetScale }: { readonly model: PredictionModel; readonly targetScale: TargetScale | null },
  tokenizer: AnyTokenizer<Sample>,
  set: SampleSet<Sample>,
  computing: Computing,
): Promise<number[]> {
  const { mean, std } = targetScale ?? { mean: 0, std: 1 }
  const outputs = await predictAll(set, tokenizer, 'predict', (samples) =>
    predictOutputs(model, samples, { tokenizer, ...inferenceIn(computing) }),
  )
  return outputs.map(([value]) => mean + std * value!)
}

/** Samples, classes and draws that are gone through for intervals at most: a few seconds. */
const MOST_COUNTED = 2e8
/** Fewer draws say little of how far figures may be off. */
const FEWEST_DRAWS = 100

function intervalsOf(
  predictions: readonly Classification[],
  labels: readonly string[],
  classes: readonly string[],
  { keys }: Pick<SampleSet<unknown>, 'keys'>,
): ClassificationIntervals | null {
  const resamples = Math.min(1000, Math.floor(MOST_COUNTED / (predictions.length * classes.length)))
  if (resamples < FEWEST_DRAWS) return null
  // A sample without a group is one by itself.
  const groups = keys?.groups?.map((group, index) => (group === undefined ? index : `group ${group}`))
  return classificationIntervals(predictions, labels, classes, { resamples, ...(groups && { groups }) })
}

/** An evaluation's figures by name: those that are compared, and averaged over seeds. The first is what counts most. */
export function figuresOf(evaluation: Evaluation): Readonly<Record<string, number>> {
  if (evaluation.task === 'regression') {
    const { rmse, mae, mse } = evaluation.metrics
    return { RMSE: rmse, MAE: mae, MSE: mse }
  }
  const { metrics, ranking } = evaluation
  return {
    accuracy: metrics.accuracy,
    'macro F1': metrics.macroF1,
    'weighted F1': metrics.weightedF1,
    // Where all samples are of one class, nothing can be ranked.
    ...(ranking.byClass.length > 0 && { 'macro AUROC': ranking.macroAuroc, 'macro AUPRC': ranking.macroAuprc }),
  }
}

/** The intervals of `figuresOf`, by the same names; null where there are none. */
export function figureIntervals(evaluation: Evaluation): Readonly<Record<string, FigureInterval>> | null {
  if (evaluation.task === 'regression' || evaluation.intervals === null) return null
  const { accuracy, macroF1, weightedF1, macroAuroc, macroAuprc } = evaluation.intervals
  return {
    accuracy,
    'macro F1': macroF1,
    'weighted F1': weightedF1,
    ...(evaluation.ranking.byClass.length > 0 && { 'macro AUROC': macroAuroc, 'macro AUPRC': macroAuprc }),
  }
}

/** What is worth keeping of an evaluation beside its figures, as plain JSON. */
export function metricsOf(evaluation: Evaluation): Readonly<Record<string, unknown>> {
  if (evaluation.task === 'regression') return { ...evaluation.metrics }
  return { ...evaluation.metrics, ranking: evaluation.ranking.byClass }
}
