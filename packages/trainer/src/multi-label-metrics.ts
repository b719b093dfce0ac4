import { type BootstrapOptions, bootstrapIntervals, type FigureInterval } from './bootstrap.ts'
import { type LabelSet, MEMBER, memberships } from './data/label-sets.ts'
import type { ClassLabel } from './data/labels.ts'
import { errors } from './errors.ts'
import type { MultiLabelClassification } from './inference/thresholds.ts'
import { areaOf, type ClassRanking, orderOf, type ScoreOrder } from './ranking-metrics.ts'

/** Figures of predicted labels. */
export interface MultiLabelFigures {
  /** Fraction of samples of which every known label is right: subset accuracy. */
  readonly exactMatch: number
  /** F1 over all pairs of sample and class; 0 where no sample has a label and none is predicted, as `macroF1`. */
  readonly microF1: number
  /**
   * F1 averaged over classes, each counting the same: over those that some sample has or is predicted to have, as scikit-learn's
   * `f1_score(average='macro', zero_division=nan)` has it.
   */
  readonly macroF1: number
}

/** How well a class is found. */
export interface LabelFigures {
  readonly label: string
  /** Samples that have the label, and of which it is known whether they do. */
  readonly positives: number
  readonly known: number
  /** NaN of a class that no sample has, or is predicted to have. */
  readonly f1: number
  /** Of samples predicted to have the label, those that do; NaN where there are none. */
  readonly precision: number
  /** Of samples that have it, those predicted to; NaN where there are none. */
  readonly recall: number
  /** Null of a class that all samples have, or none: it cannot be ranked. */
  readonly ranking: Pick<ClassRanking, 'auroc' | 'auprc'> | null
}

/** How well labels are predicted, of samples that may have several or none. What nobody knows is left out. */
export interface MultiLabelMetrics extends MultiLabelFigures {
  /** Means over the classes that can be ranked; NaN where there are none. The mean average precision is the mean AUPRC. */
  readonly macroAuroc: number
  readonly meanAveragePrecision: number
  readonly byClass: readonly LabelFigures[]
}

/** Bootstrap intervals of a multi-label classifier's figures. */
export type MultiLabelIntervals = Readonly<
  Record<keyof MultiLabelFigures | 'macroAuroc' | 'meanAveragePrecision', FigureInterval>
>

/** What labels were predicted right and wrong, by class. */
interface MembershipCounts {
  readonly truePositives: Float64Array
  readonly falsePositives: Float64Array
  readonly falseNegatives: Float64Array
  /** Samples, and those without a wrong label. */
  samples: number
  exact: number
}

/**
 * @param predicted `[samples x classes]`: 1 where a sample is predicted to have the label
 * @param actual `Memberships.values`
 * @param weights how often each sample counts; left out: once
 */
export function membershipCounts(
  predicted: ArrayLike<number>,
  actual: ArrayLike<number>,
  classes: number,
  weights?: ArrayLike<number>,
): MembershipCounts {
  const counts: MembershipCounts = {
    truePositives: new Float64Array(classes),
    falsePositives: new Float64Array(classes),
    falseNegatives: new Float64Array(classes),
    samples: 0,
    exact: 0,
  }
  for (let sample = 0; sample * classes < actual.length; sample++) {
    const weight = weights === undefined ? 1 : weights[sample]!
    let isExact = true
    for (let place = 0; place < classes; place++) {
      const [is, found] = [actual[sample * classes + place]!, predicted[sample * classes + place]!]
      if (is === MEMBER.unknown) continue
      if (is === MEMBER.is && found === 1) counts.truePositives[place]! += weight
      if (is === MEMBER.not && found === 1) counts.falsePositives[place]! += weight
      if (is === MEMBER.is && found === 0) counts.falseNegatives[place]! += weight
      isExact &&= (is === MEMBER.is) === (found === 1)
    }
    counts.samples += weight
    if (isExact) counts.exact += weight
  }
  return counts
}

export function multiLabelFigures(counts: MembershipCounts): MultiLabelFigures {
  const { truePositives, falsePositives, falseNegatives, samples, exact } = counts
  const scores = [...truePositives.keys()].map((place) => f1Of(counts, place)).filter((score) => !Number.isNaN(score))
  const right = 2 * sum(truePositives)
  return {
    exactMatch: exact / samples,
    // Where no sample has a label and none is predicted, nothing was found: 0, as an evaluation of a run is compared with others.
    microF1: right / (right + sum(falsePositives) + sum(falseNegatives) || 1),
    macroF1: sum(scores) / (scores.length || 1),
  }
}

function f1Of({ truePositives, falsePositives, falseNegatives }: MembershipCounts, place: number): number {
  const right = 2 * truePositives[place]!
  return right / (right + falsePositives[place]! + falseNegatives[place]!)
}

const sum = (values: Iterable<number>) => {
  let total = 0
  for (const value of values) total += value
  return total
}

/**
 * @param predictions what `classifyMultiLabel` gave, or `withThresholds` made of it
 * @param actual the true labels, as in training
 * @param classes `model.classes`
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_NO_SAMPLES`, `TRAINER_LABEL`, `TRAINER_LABEL_SET`, `TRAINER_UNKNOWN_LABEL`
 */
export function multiLabelMetrics(
  predictions: readonly MultiLabelClassification[],
  actual: readonly LabelSet[],
  classes: readonly ClassLabel[],
): MultiLabelMetrics {
  return compared(predictions, actual, classes).metrics()
}

/**
 * Bootstrap intervals of `multiLabelMetrics`.
 *
 * @throws RomaeError what it throws, and what `bootstrapIntervals` does
 */
export function multiLabelIntervals(
  predictions: readonly MultiLabelClassification[],
  actual: readonly LabelSet[],
  classes: readonly ClassLabel[],
  options: BootstrapOptions = {},
): MultiLabelIntervals {
  const { metrics } = compared(predictions, actual, classes)
  return bootstrapIntervals(
    actual.length,
    (weights) => {
      const { byClass, ...figures } = metrics(weights)
      return figures
    },
    options,
  )
}

/** Predictions beside the truth, for figures of any weights of samples. */
function compared(
  predictions: readonly MultiLabelClassification[],
  actual: readonly LabelSet[],
  given: readonly ClassLabel[],
): { metrics(weights?: ArrayLike<number>): MultiLabelMetrics } {
  const [expected, got] = [actual.length, predictions.length]
  if (got !== expected) throw errors.TRAINER_COUNT_MISMATCH({ what: 'predictions', expected, got })
  if (expected === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the evaluation' })
  const { classes, values } = memberships(actual, given)
  const nameOf = (sample: number) => `the prediction for sample ${sample}`
  const found = memberships(
    predictions.map(({ labels }) => labels),
    given,
    nameOf,
  )
  const predicted = Uint8Array.from(found.values)
  const orders = classes.map((_, place) =>
    rankedOf(place, predictions, (sample) => values[sample * classes.length + place]!),
  )
  return {
    metrics(weights) {
      const counts = membershipCounts(predicted, values, classes.length, weights)
      const byClass = classes.map((label, place): LabelFigures => {
        const [right, wrong] = [counts.truePositives[place]!, counts.falsePositives[place]!]
        const { order, isMember } = orders[place]!
        const area = areaOf(order, isMember, weights)
        const positives = right + counts.falseNegatives[place]!
        return {
          label,
          positives,
          known: sum(Array.from(order.samples, (sample) => weights?.[sample] ?? 1)),
          f1: f1Of(counts, place),
          precision: right / (right + wrong),
          recall: right / positives,
          ranking: area && { auroc: area.auroc, auprc: area.auprc },
        }
      })
      const areas = byClass.flatMap(({ ranking }) => ranking ?? [])
      return {
        ...multiLabelFigures(counts),
        macroAuroc: sum(areas.map(({ auroc }) => auroc)) / areas.length,
        meanAveragePrecision: sum(areas.map(({ auprc }) => auprc)) / areas.length,
        byClass,
      }
    },
  }
}

/** The samples of which it is known whether they have a label, by its probability. */
function rankedOf(
  place: number,
  predictions: readonly MultiLabelClassification[],
  memberOf: (sample: number) => number,
): { readonly order: ScoreOrder; readonly isMember: (sample: number) => boolean } {
  const known = predictions.flatMap((_, sample) => (memberOf(sample) === MEMBER.unknown ? [] : [sample]))
  return {
    order: orderOf(known, (sample) => predictions[sample]!.probabilities[place]!),
    isMember: (sample) => memberOf(sample) === MEMBER.is,
  }
}
