import { type ClassLabel, classIndices, labelTexts } from './data/labels.ts'
import { errors } from './errors.ts'
import type { Classification } from './inference/predict.ts'
import { errorsOf, type Numbers, pairNumbers, type RegressionMetrics } from './regression-errors.ts'

/** How well predicted labels match true ones. */
export interface ClassificationMetrics {
  /** Fraction of samples whose label is right. */
  readonly accuracy: number
  /**
   * F1 averaged over classes, each counting the same: over those that are the truth of a sample or are predicted for one, as
   * scikit-learn's `f1_score(average='macro')` has it. A class that is neither says nothing of the model.
   */
  readonly macroF1: number
  /** F1 averaged over classes, each counting by its number of true samples. */
  readonly weightedF1: number
  /** `[true class][predicted class]`: numbers of samples. */
  readonly confusion: readonly (readonly number[])[]
  /** Classes that are the truth of no sample, so that nothing was measured of how well they are found. */
  readonly withoutSamples: readonly string[]
}

/**
 * @param predicted one class name a sample, or what `classify` gave; numbers stand for their decimal text, as in training
 * @param actual the true ones
 * @param classes the order of the confusion matrix' rows and columns: `model.classes`
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_NO_SAMPLES`, `TRAINER_LABEL`, `TRAINER_UNKNOWN_LABEL`,
 *   `TRAINER_OPTION` for no classes, as a regression has none
 */
export function classificationMetrics(
  predicted: readonly (ClassLabel | Classification)[],
  actual: readonly ClassLabel[],
  classes: readonly ClassLabel[] | null,
): ClassificationMetrics {
  checkCounts(predicted, actual)
  // Plain JavaScript may leave it out.
  if (classes == null) {
    throw errors.TRAINER_OPTION({ key: 'classes', got: classes, expected: 'a list: a model without is no classifier' })
  }
  const names = labelTexts(classes, (place) => `class ${place}`)
  const rows = indicesOf(actual, names, 'sample')
  const labels = predicted.map((one) => (typeof one === 'object' && one !== null ? one.label : one))
  const columns = indicesOf(labels, names, 'the prediction for sample')
  const confusion = names.map(() => new Array<number>(names.length).fill(0))
  rows.forEach((row, sample) => {
    confusion[row]![columns[sample]!]!++
  })
  const trueCounts = confusion.map((row) => row.reduce((sum, count) => sum + count, 0))
  return {
    ...confusionFigures(confusion),
    confusion,
    withoutSamples: names.filter((_, place) => trueCounts[place] === 0),
  }
}

/** @param confusion `[true class][predicted class]`: how often, not necessarily whole numbers */
export function confusionFigures(
  confusion: readonly (readonly number[])[],
): Pick<ClassificationMetrics, 'accuracy' | 'macroF1' | 'weightedF1'> {
  const right = confusion.map((row, position) => row[position]!)
  const trueCounts = confusion.map((row) => row.reduce((sum, count) => sum + count, 0))
  const predictedCounts = confusion.map((_, column) => confusion.reduce((sum, row) => sum + row[column]!, 0))
  const samples = trueCounts.reduce((sum, count) => sum + count, 0)
  // F1 of a class is 2 right / (true + predicted): null where it is 0 / 0.
  const f1 = right.map((count, position) => {
    const total = trueCounts[position]! + predictedCounts[position]!
    return total === 0 ? null : (2 * count) / total
  })
  const occurring = f1.filter((score) => score !== null)
  return {
    accuracy: right.reduce((sum, count) => sum + count, 0) / samples,
    macroF1: occurring.reduce((sum, score) => sum + score, 0) / occurring.length,
    weightedF1: f1.reduce<number>((sum, score, place) => sum + (score ?? 0) * trueCounts[place]!, 0) / samples,
  }
}

function indicesOf(labels: readonly ClassLabel[], classes: readonly string[], what: string): Int32Array {
  const nameOf = (sample: number) => `${what} ${sample}`
  return classIndices(labelTexts(labels, nameOf), classes, nameOf)
}

/**
 * Errors of predicted numbers, over all numbers of all samples.
 *
 * @param predicted one number a sample, or one array of numbers, as `predictOutputs` gives them
 * @param actual the true ones, either way, as `targets` of training
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_NO_SAMPLES`, `TRAINER_VALUE_NOT_FINITE`
 */
export function regressionMetrics(predicted: Numbers, actual: Numbers): RegressionMetrics {
  checkCounts(predicted, actual)
  return errorsOf(...pairNumbers(predicted, actual))
}

function checkCounts(predicted: ArrayLike<unknown>, actual: ArrayLike<unknown>): void {
  const [expected, got] = [actual.length, predicted.length]
  if (got !== expected) throw errors.TRAINER_COUNT_MISMATCH({ what: 'predictions', expected, got })
  if (expected === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the evaluation' })
}
