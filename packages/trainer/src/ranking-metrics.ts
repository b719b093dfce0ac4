import { type ClassLabel, classIndices, labelTexts } from './data/labels.ts'
import { errors } from './errors.ts'
import type { Classification } from './inference/predict.ts'

/** How well a class's probability ranks its samples before the others. */
export interface ClassRanking {
  readonly label: string
  /** Samples of the class. */
  readonly positives: number
  /** Area under the ROC curve: how often a sample of the class has a higher probability than one of another; ties count half. */
  readonly auroc: number
  /** Area under the curve of precision and recall, as average precision: Σ (Rₙ − Rₙ₋₁) Pₙ. Guessing has the class's share. */
  readonly auprc: number
}

/** How well probabilities rank samples, each class against all others. */
export interface RankingMetrics {
  /** Means over `byClass`, each class counting the same. Of two classes the areas under both ROC curves are the same. */
  readonly macroAuroc: number
  readonly macroAuprc: number
  /** Of the classes that some samples are of and some are not: others cannot be ranked. */
  readonly byClass: readonly ClassRanking[]
}

/** Samples from the highest score to the lowest. */
export interface ScoreOrder {
  readonly samples: Int32Array
  /** By place: 1 where the next one has another score. */
  readonly ends: Uint8Array
}

/** @param samples in the order in which equal scores are to stand */
export function orderOf(samples: Iterable<number>, scoreOf: (sample: number) => number): ScoreOrder {
  const order = Int32Array.from(samples).sort((a, b) => scoreOf(b) - scoreOf(a) || a - b)
  const ends = Uint8Array.from(order, (sample, at) => {
    const next = order[at + 1]
    return next !== undefined && scoreOf(next) === scoreOf(sample) ? 0 : 1
  })
  return { samples: order, ends }
}

/**
 * The areas under both curves of a class.
 *
 * @param weights how often each sample counts, by its number; left out: once
 * @returns null of a class that all samples are of, or none
 */
export function areaOf(
  { samples, ends }: ScoreOrder,
  isMember: (sample: number) => boolean,
  weights?: ArrayLike<number>,
): Omit<ClassRanking, 'label'> | null {
  // Samples with a higher probability than those of the tie that is being counted, and these.
  let [positives, negatives, tiedPositives, tiedNegatives] = [0, 0, 0, 0]
  // Pairs in the right order, ties as halves; and Σ positives × precision.
  let [pairs, precision] = [0, 0]
  samples.forEach((sample, at) => {
    const weight = weights === undefined ? 1 : weights[sample]!
    if (isMember(sample)) tiedPositives += weight
    else tiedNegatives += weight
    if (ends[at] === 0) return
    pairs += tiedNegatives * (positives + tiedPositives / 2)
    positives += tiedPositives
    negatives += tiedNegatives
    if (tiedPositives > 0) precision += (tiedPositives * positives) / (positives + negatives)
    tiedPositives = 0
    tiedNegatives = 0
  })
  if (positives === 0 || negatives === 0) return null
  return { positives, auroc: pairs / (positives * negatives), auprc: precision / positives }
}

/** Ranks samples by the probability of each class. As scikit-learn's `roc_auc_score` and `average_precision_score` have them. */
export class Ranking {
  readonly #classes: readonly string[]
  /** By class. */
  readonly #orders: readonly ScoreOrder[]
  readonly #actual: Int32Array

  /**
   * @param predictions what `classify` gave
   * @param actual the true classes, by place in `classes`
   */
  constructor(predictions: readonly Classification[], actual: Int32Array, classes: readonly string[]) {
    this.#classes = classes
    this.#actual = actual
    this.#orders = classes.map((_, place) => {
      const scores = Float64Array.from(predictions, ({ probabilities }) => probabilities[place]!)
      return orderOf(scores.keys(), (sample) => scores[sample]!)
    })
  }

  /** @param weights how often each sample counts; left out: once */
  metrics(weights?: ArrayLike<number>): RankingMetrics {
    const byClass = this.#classes.flatMap((label, place): ClassRanking[] => {
      const areas = areaOf(this.#orders[place]!, (sample) => this.#actual[sample] === place, weights)
      return areas === null ? [] : [{ label, ...areas }]
    })
    const mean = (of: (one: ClassRanking) => number) => byClass.reduce((sum, one) => sum + of(one), 0) / byClass.length
    return { macroAuroc: mean(({ auroc }) => auroc), macroAuprc: mean(({ auprc }) => auprc), byClass }
  }
}

/**
 * How well a classifier's probabilities rank samples, which does not depend on where between the classes a decision is made: of rare
 * classes it says more than accuracy.
 *
 * @param predictions what `classify` gave
 * @param actual the true classes, one a sample
 * @param classes `model.classes`
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_NO_SAMPLES`, `TRAINER_LABEL`, `TRAINER_UNKNOWN_LABEL`
 */
export function rankingMetrics(
  predictions: readonly Classification[],
  actual: readonly ClassLabel[],
  classes: readonly ClassLabel[],
): RankingMetrics {
  return rankingOf(predictions, actual, classes).metrics()
}

/** @throws as `rankingMetrics` */
export function rankingOf(
  predictions: readonly Classification[],
  actual: readonly ClassLabel[],
  classes: readonly ClassLabel[],
): Ranking {
  const [expected, got] = [actual.length, predictions.length]
  if (got !== expected) throw errors.TRAINER_COUNT_MISMATCH({ what: 'predictions', expected, got })
  if (expected === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the evaluation' })
  const names = labelTexts(classes, (place) => `class ${place}`)
  const nameOf = (sample: number) => `sample ${sample}`
  return new Ranking(predictions, classIndices(labelTexts(actual, nameOf), names, nameOf), names)
}
