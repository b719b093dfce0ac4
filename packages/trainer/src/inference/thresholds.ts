import { errors } from '../errors.ts'

/** The labels of a sample that may have several, or none, and the probability of each class. */
export interface MultiLabelClassification {
  /** Classes whose probability is at least .5, or what `withThresholds` was given, in the order of `model.classes`. */
  readonly labels: readonly string[]
  /** By class, in the order of `model.classes`; each stands by itself, and they have no sum. */
  readonly probabilities: Float32Array
}

/**
 * The labels that probabilities give where other thresholds decide than .5.
 *
 * @param predictions what `classifyMultiLabel` gave, or the probabilities alone
 * @param classes `model.classes`
 * @param thresholds from which probability on a sample has a label: one for all classes, or one a class; from 0 to 1
 * @throws RomaeError `TRAINER_OPTION` for thresholds that are none, `TRAINER_COUNT_MISMATCH` for other than one a class
 */
export function withThresholds(
  predictions: readonly (Float32Array | MultiLabelClassification)[],
  classes: readonly string[],
  thresholds: number | readonly number[],
): MultiLabelClassification[] {
  const list = typeof thresholds === 'number' ? classes.map(() => thresholds) : thresholds
  if (list.length !== classes.length) {
    throw errors.TRAINER_COUNT_MISMATCH({ what: 'thresholds', expected: classes.length, got: list.length })
  }
  const wrong = list.find((threshold) => !(threshold >= 0 && threshold <= 1))
  if (wrong !== undefined) {
    throw errors.TRAINER_OPTION({ key: 'thresholds', got: wrong, expected: 'numbers from 0 to 1' })
  }
  return predictions.map((prediction) => {
    const probabilities = 'probabilities' in prediction ? prediction.probabilities : prediction
    if (probabilities.length !== classes.length) {
      const what = 'probabilities of a sample'
      throw errors.TRAINER_COUNT_MISMATCH({ what, expected: classes.length, got: probabilities.length })
    }
    return { labels: classes.filter((_, place) => probabilities[place]! >= list[place]!), probabilities }
  })
}
