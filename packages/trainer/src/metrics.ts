import { errors } from './errors.ts'

/** How well predicted labels match true ones. */
export interface ClassificationMetrics {
  /** Fraction of samples whose label is right. */
  readonly accuracy: number
  /** F1 averaged over classes, each counting the same. A class that never occurs and is never predicted counts 0. */
  readonly macroF1: number
  /** F1 averaged over classes, each counting by its number of true samples. */
  readonly weightedF1: number
  /** `[true class][predicted class]`: numbers of samples. */
  readonly confusion: readonly (readonly number[])[]
}

/**
 * @param classes the order of the confusion matrix' rows and columns
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_NO_SAMPLES`, `TRAINER_UNKNOWN_LABEL`
 */
export function classificationMetrics(
  predicted: readonly string[],
  actual: readonly string[],
  classes: readonly string[],
): ClassificationMetrics {
  checkCounts(predicted, actual)
  const index = new Map(classes.map((label, position) => [label, position]))
  const confusion = classes.map(() => new Array<number>(classes.length).fill(0))
  actual.forEach((label, sample) => {
    const row = index.get(label)
    const column = index.get(predicted[sample]!)
    if (row === undefined || column === undefined) {
      const unknown = row === undefined ? label : predicted[sample]!
      throw errors.TRAINER_UNKNOWN_LABEL({ index: sample, label: unknown, classes })
    }
    confusion[row]![column]!++
  })
  const right = classes.map((_, position) => confusion[position]![position]!)
  const trueCounts = confusion.map((row) => row.reduce((sum, count) => sum + count, 0))
  const predictedCounts = classes.map((_, column) => confusion.reduce((sum, row) => sum + row[column]!, 0))
  const f1 = classes.map((_, position) => {
    const total = trueCounts[position]! + predictedCounts[position]!
    return total === 0 ? 0 : (2 * right[position]!) / total
  })
  return {
    accuracy: right.reduce((sum, count) => sum + count, 0) / actual.length,
    macroF1: f1.reduce((sum, score) => sum + score, 0) / classes.length,
    weightedF1: f1.reduce((sum, score, position) => sum + score * trueCounts[position]!, 0) / actual.length,
    confusion,
  }
}

/** Errors of predicted numbers. */
export interface RegressionMetrics {
  readonly mse: number
  readonly rmse: number
  readonly mae: number
}

/** @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_NO_SAMPLES` */
export function regressionMetrics(predicted: ArrayLike<number>, actual: ArrayLike<number>): RegressionMetrics {
  checkCounts(predicted, actual)
  let squared = 0
  let absolute = 0
  for (let index = 0; index < actual.length; index++) {
    const difference = predicted[index]! - actual[index]!
    squared += difference * difference
    absolute += Math.abs(difference)
  }
  const mse = squared / actual.length
  return { mse, rmse: Math.sqrt(mse), mae: absolute / actual.length }
}

function checkCounts(predicted: ArrayLike<unknown>, actual: ArrayLike<unknown>): void {
  const [expected, got] = [actual.length, predicted.length]
  if (got !== expected) throw errors.TRAINER_COUNT_MISMATCH({ what: 'predictions', expected, got })
  if (expected === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the evaluation' })
}
