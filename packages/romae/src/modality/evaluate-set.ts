import type { LabelSet } from '@romae/tokenizer/modality'
import {
  type AnyTokenizer,
  type Classification,
  type ClassificationIntervals,
  type ClassificationMetrics,
  classificationIntervals,
  classificationMetrics,
  classify,
  classifyMultiLabel,
  type FigureInterval,
  type MultiLabelClassification,
  type MultiLabelIntervals,
  type MultiLabelMetrics,
  multiLabelIntervals,
  multiLabelMetrics,
  type PredictionModel,
  predictOutputs,
  type RankingMetrics,
  type RegressionMetrics,
  rankingMetrics,
  regressionMetrics,
  withThresholds,
} from '@romae/trainer/node'
import { type Computing, inferenceIn } from '../run/inference-in.ts'
import { predictAll } from '../samples/trainer-samples.ts'
import type { SampleSet } from './host-modality.ts'
import { labelSetsOf } from './label-sets.ts'
import { numbersOf, type TargetScale } from './targets.ts'
import { HALF } from './thresholds.ts'

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
  | MultiLabelEvaluation
  | {
      readonly task: 'regression'
      readonly metrics: RegressionMetrics
      readonly predictions: readonly number[]
      readonly actual: readonly number[]
    }

/** Of samples that may have several classes, or none. */
export interface MultiLabelEvaluation {
  readonly task: 'multi-label'
  readonly classes: readonly string[]
  /** From which probability on a sample has each; NaN where models that were tested together have different ones. */
  readonly thresholds: readonly number[]
  readonly metrics: MultiLabelMetrics
  readonly intervals: MultiLabelIntervals | null
  readonly predictions: readonly MultiLabelClassification[]
}

/** A model, and how its outputs are read. */
interface Predicting {
  readonly model: PredictionModel
  readonly targetScale: TargetScale | null
  /** Of a multi-label classifier; absent or null: one half each. */
  readonly thresholds?: readonly number[] | null
}

/** Evaluates a model, in evaluation mode; of several ranks all call it, and all find the same. */
export async function evaluateSet<Sample>(
  { model, targetScale, thresholds = null }: Predicting,
  tokenizer: AnyTokenizer<Sample>,
  set: SampleSet<Sample>,
  labels: readonly string[],
  computing: Computing,
): Promise<Evaluation> {
  if (model.multiLabel === true) {
    const sets = labelSetsOf(set, 'evaluate')
    const predictions = await predictLabels({ model, thresholds }, tokenizer, set, computing)
    return multiLabelEvaluation(predictions, sets, model.classes!, thresholds, set)
  }
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

/** What labels that may be several are worth. @param thresholds by which they were found; null: one half each */
export function multiLabelEvaluation(
  predictions: readonly MultiLabelClassification[],
  labels: readonly LabelSet[],
  classes: readonly string[],
  thresholds: readonly number[] | null,
  set: Pick<SampleSet<unknown>, 'keys'>,
): MultiLabelEvaluation {
  const options = drawing(predictions.length, classes.length, set)
  return {
    task: 'multi-label',
    classes,
    thresholds: thresholds ?? classes.map(() => HALF),
    metrics: multiLabelMetrics(predictions, labels, classes),
    intervals: options && multiLabelIntervals(predictions, labels, classes, options),
    predictions,
  }
}

/** The labels of samples that may have several, or none. */
export function predictLabels<Sample>(
  { model, thresholds }: Pick<Predicting, 'model' | 'thresholds'>,
  tokenizer: AnyTokenizer<Sample>,
  set: SampleSet<Sample>,
  computing: Computing,
  what = 'evaluate',
): Promise<MultiLabelClassification[]> {
  return predictAll(set, tokenizer, what, async (samples) => {
    const found = await classifyMultiLabel(model, samples, { tokenizer, ...inferenceIn(computing) })
    return withThresholds(found, model.classes!, thresholds ?? HALF)
  })
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
  set: Pick<SampleSet<unknown>, 'keys'>,
): ClassificationIntervals | null {
  const options = drawing(predictions.length, classes.length, set)
  return options && classificationIntervals(predictions, labels, classes, options)
}

/** How samples are drawn for intervals; null of so many samples and classes that it would take minutes. */
function drawing(samples: number, classes: number, { keys }: Pick<SampleSet<unknown>, 'keys'>) {
  const resamples = Math.min(1000, Math.floor(MOST_COUNTED / (samples * classes)))
  if (resamples < FEWEST_DRAWS) return null
  // A sample without a group is one by itself.
  const groups = keys?.groups?.map((group, index) => (group === undefined ? index : `group ${group}`))
  return { resamples, ...(groups && { groups }) }
}

/** An evaluation's figures by name: those that are compared, and averaged over seeds. The first is what counts most. */
export function figuresOf(evaluation: Evaluation): Readonly<Record<string, number>> {
  if (evaluation.task === 'regression') {
    const { rmse, mae, mse } = evaluation.metrics
    return { RMSE: rmse, MAE: mae, MSE: mse }
  }
  if (evaluation.task === 'multi-label') return namedFigures(evaluation.metrics, evaluation)
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
  if (evaluation.task === 'multi-label') return namedFigures(evaluation.intervals, evaluation)
  const { accuracy, macroF1, weightedF1, macroAuroc, macroAuprc } = evaluation.intervals
  return {
    accuracy,
    'macro F1': macroF1,
    'weighted F1': weightedF1,
    ...(evaluation.ranking.byClass.length > 0 && { 'macro AUROC': macroAuroc, 'macro AUPRC': macroAuprc }),
  }
}

/** Figures of several labels, or their intervals, by name. */
function namedFigures<Value>(
  of: Readonly<Record<'macroF1' | 'microF1' | 'exactMatch' | 'meanAveragePrecision' | 'macroAuroc', Value>>,
  { metrics }: MultiLabelEvaluation,
): Readonly<Record<string, Value>> {
  return {
    'macro F1': of.macroF1,
    'micro F1': of.microF1,
    'exact match': of.exactMatch,
    // Where no class has samples with it and without, nothing can be ranked.
    ...(metrics.byClass.some(({ ranking }) => ranking !== null) && {
      'mean average precision': of.meanAveragePrecision,
      'macro AUROC': of.macroAuroc,
    }),
  }
}

/** What is worth keeping of an evaluation beside its figures, as plain JSON. */
export function metricsOf(evaluation: Evaluation): Readonly<Record<string, unknown>> {
  if (evaluation.task === 'regression') return { ...evaluation.metrics }
  if (evaluation.task === 'multi-label') {
    const { metrics, classes, thresholds } = evaluation
    return { ...metrics, thresholds: Object.fromEntries(classes.map((label, place) => [label, thresholds[place]!])) }
  }
  return { ...evaluation.metrics, ranking: evaluation.ranking.byClass }
}
