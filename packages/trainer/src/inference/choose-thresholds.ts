import { type LabelSet, MEMBER, memberships } from '../data/label-sets.ts'
import type { ClassLabel } from '../data/labels.ts'
import { errors } from '../errors.ts'
import { areaOf, orderOf } from '../ranking-metrics.ts'
import type { MultiLabelClassification } from './thresholds.ts'

/**
 * From which probability on a sample should have each label: what gives the highest F1 of the class on these samples. They should be of
 * neither training nor the test: thresholds are fitted to them.
 *
 * @param predictions what `classifyMultiLabel` gave
 * @param actual the true labels, as in training
 * @param classes `model.classes`
 * @returns one a class, between the probabilities of two samples; .5 of a class that none of the samples has, or all have
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_NO_SAMPLES`, `TRAINER_LABEL`, `TRAINER_LABEL_SET`, `TRAINER_UNKNOWN_LABEL`
 */
export function chooseThresholds(
  predictions: readonly MultiLabelClassification[],
  actual: readonly LabelSet[],
  classes: readonly ClassLabel[],
): number[] {
  const [expected, got] = [actual.length, predictions.length]
  if (got !== expected) throw errors.TRAINER_COUNT_MISMATCH({ what: 'predictions', expected, got })
  if (expected === 0) throw errors.TRAINER_NO_SAMPLES({ what: 'the choice of thresholds' })
  const { values } = memberships(actual, classes)
  return classes.map((_, place) => {
    const memberOf = (sample: number) => values[sample * classes.length + place]
    const scoreOf = (sample: number) => predictions[sample]!.probabilities[place]!
    const known = [...actual.keys()].filter((sample) => memberOf(sample) !== MEMBER.unknown)
    const order = orderOf(known, scoreOf)
    const isMember = (sample: number) => memberOf(sample) === MEMBER.is
    if (areaOf(order, isMember) === null) return 0.5
    const positives = known.filter(isMember).length
    let [right, best, threshold] = [0, -1, 0.5]
    order.samples.forEach((sample, at) => {
      if (isMember(sample)) right++
      const f1 = (2 * right) / (at + 1 + positives)
      if (order.ends[at] === 0 || f1 <= best) return
      const next = order.samples[at + 1]
      best = f1
      threshold = (scoreOf(sample) + (next === undefined ? 0 : scoreOf(next))) / 2
    })
    return threshold
  })
}
