import { fingerprint } from '../data/fingerprint.ts'
import { areLabelSets } from '../data/label-sets.ts'
import type { SampleTokens } from '../data/sample-tokens.ts'
import type { TargetOptions, Targets } from '../data/targets.ts'
import type { TokenSet } from '../data/token-set.ts'
import { errors } from '../errors.ts'
import { classificationMetrics } from '../metrics.ts'
import { membershipCounts, multiLabelFigures } from '../multi-label-metrics.ts'
import { errorsOf } from '../regression-errors.ts'
import type { EvaluationMetrics, EvaluationTask } from './evaluate.ts'

/**
 * The targets of held-out samples, of the kind of those that are trained on.
 *
 * @param resolve makes targets of labels or numbers
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_COUNT_MISMATCH`, `TRAINER_LABEL`, `TRAINER_LABEL_SET`, `TRAINER_UNKNOWN_LABEL`,
 *   `TRAINER_VALUE_NOT_FINITE`
 */
export function heldOutTargets(
  { classes, multiLabel, outputSize }: Targets,
  { labels, targets }: Pick<TargetOptions, 'labels' | 'targets'>,
  resolve: (options: TargetOptions) => Targets,
): Targets {
  const [needed, other] = classes === null ? (['targets', 'labels'] as const) : (['labels', 'targets'] as const)
  const given = { labels, targets }
  if (given[needed] === undefined || given[other] !== undefined) {
    const rule = `must be given, and ${other} must not, as in training`
    throw errors.TRAINER_OPTION({ of: 'evaluation', key: needed, rule })
  }
  if (classes !== null) {
    if (areLabelSets(labels!) === multiLabel) return resolve({ labels: labels!, classes })
    const [several, one] = ['a list of labels of each sample', 'one label of each sample']
    const [expected, found] = multiLabel ? [several, one] : [one, several]
    throw errors.TRAINER_OPTION({ of: 'evaluation', key: 'labels', found, expected: `${expected}, as in training` })
  }
  const found = resolve({ targets: targets! })
  if (found.outputSize !== outputSize) {
    const expected = `vectors of ${outputSize} numbers, as in training`
    throw errors.TRAINER_OPTION({ of: 'evaluation', key: 'targets', found: `vectors of ${found.outputSize}`, expected })
  }
  return found
}

/** The part of an evaluation that follows from its targets. */
export function targetEvaluation(
  data: TokenSet<SampleTokens>,
  targets: Targets,
): Pick<EvaluationTask, 'data' | 'dataFingerprint' | 'metrics'> {
  const { values, classes, multiLabel } = targets
  return {
    data,
    dataFingerprint: fingerprint(data, values),
    metrics(predictions) {
      const real = predictions.map((outputs, sample) => outputs.subarray(0, targets.size(sample)))
      if (multiLabel) {
        // The sigmoid of a number that is not negative is one half or more.
        const predicted = Uint8Array.from(real.flatMap((logits) => Array.from(logits, (logit) => (logit >= 0 ? 1 : 0))))
        return multiLabelFigures(membershipCounts(predicted, values, classes!.length))
      }
      return predictionMetrics(real, values, classes)
    },
  }
}

/** @param targets class indices, or the numbers of all samples */
function predictionMetrics(
  predictions: readonly Float32Array[],
  targets: Float32Array | Int32Array,
  classes: readonly string[] | null,
): Omit<EvaluationMetrics, 'loss'> {
  if (classes === null) {
    // Numbers that are not finite show in the metrics: the loop decides what follows.
    return errorsOf(
      predictions.flatMap((values) => Array.from(values)),
      targets,
    )
  }
  // Of equal scores, and where none is a number, the first class is taken.
  const predicted = predictions.map((logits) => classes[Math.max(0, logits.indexOf(Math.max(...logits)))]!)
  const actual = Array.from(targets, (label) => classes[label]!)
  return classificationMetrics(predicted, actual, classes)
}
