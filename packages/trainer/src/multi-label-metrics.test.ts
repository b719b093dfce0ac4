import { describe, expect, it } from 'vitest'
import type { LabelSet } from './data/label-sets.ts'
import { chooseThresholds } from './inference/choose-thresholds.ts'
import { withThresholds } from './inference/thresholds.ts'
import { multiLabelIntervals, multiLabelMetrics } from './multi-label-metrics.ts'

const classes = ['a', 'b', 'c']
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const probabilities = numbers(12).map((i) =>
  Float32Array.from(classes, (_, c) => ((7 * i + 5 * c + i * c) % 20) / 20 + 0.02),
)
const actual = numbers(12).map((i) => classes.filter((_, c) => (3 * i + 5 * c + i * c) % 7 < 3))
const predictions = withThresholds(probabilities, classes, 0.5)
const close = (value: number) => expect.closeTo(value, 10)

describe('multiLabelMetrics', () => {
  it('agrees with scikit-learn', () => {
    // accuracy_score, f1_score, precision_score, recall_score, roc_auc_score, average_precision_score of scikit-learn 1.9.1
    expect(multiLabelMetrics(predictions, actual, classes)).toEqual({
      exactMatch: close(0.3333333333333333),
      microF1: close(0.5161290322580645),
      macroF1: close(0.5212121212121213),
      macroAuroc: close(0.5904761904761905),
      meanAveragePrecision: close(0.5748100048100048),
      byClass: [
        {
          label: 'a',
          positives: 5,
          known: 12,
          f1: close(0.4),
          precision: close(0.4),
          recall: close(0.4),
          ranking: { auroc: expect.closeTo(0.37142857, 7), auprc: expect.closeTo(0.40272727, 7) },
        },
        {
          label: 'b',
          positives: 5,
          known: 12,
          f1: close(0.8),
          precision: close(0.8),
          recall: close(0.8),
          ranking: { auroc: expect.closeTo(0.85714286, 7), auprc: expect.closeTo(0.72285714, 7) },
        },
        {
          label: 'c',
          positives: 5,
          known: 12,
          f1: close(4 / 11),
          precision: close(1 / 3),
          recall: close(0.4),
          ranking: { auroc: expect.closeTo(0.54285714, 7), auprc: expect.closeTo(0.5988456, 7) },
        },
      ],
    })
  })

  it('leaves out what nobody knows: as if those samples were not there for the class', () => {
    const hidden = actual.map(
      (labels, i): LabelSet =>
        i % 3 === 0 ? { has: labels.filter((label) => label !== 'b'), unknown: ['b'] } : labels,
    )
    const found = multiLabelMetrics(predictions, hidden, classes)
    const known = numbers(12).filter((i) => i % 3 !== 0)
    const ofKnown = multiLabelMetrics(
      known.map((i) => predictions[i]!),
      known.map((i) => actual[i]!),
      classes,
    )
    expect(found.byClass[1]).toEqual(ofKnown.byClass[1])
    expect(found.byClass[1]!.known).toBe(8)
    expect(found.byClass[0]).toEqual(multiLabelMetrics(predictions, actual, classes).byClass[0])
    // Sample 3 has a alone and is predicted c alone; sample 9 has nothing and b, which is not known, and c are predicted.
    expect(found.exactMatch).toBe(4 / 12)
  })

  it('leaves a class that cannot be ranked, or that nobody has, out of the means', () => {
    const of = (...values: number[]) => Float32Array.from(values)
    const found = multiLabelMetrics(
      withThresholds([of(0.9, 0.1, 0.2), of(0.2, 0.1, 0.9)], classes, 0.5),
      [['a'], []],
      classes,
    )
    expect(found.byClass.map(({ ranking }) => ranking)).toEqual([{ auroc: 1, auprc: 1 }, null, null])
    expect(found).toMatchObject({ macroAuroc: 1, meanAveragePrecision: 1, exactMatch: 0.5, macroF1: 0.5 })
    expect(found.byClass[1]!.f1).toBeNaN()
  })

  it('is 0 where there is nothing to find and nothing was found, which compares with other evaluations', () => {
    const nothing = withThresholds([Float32Array.of(0.1, 0.1, 0.1)], classes, 0.5)
    expect(multiLabelMetrics(nothing, [[]], classes)).toMatchObject({ exactMatch: 1, microF1: 0, macroF1: 0 })
  })

  it('refuses counts and labels that do not fit', () => {
    expect(() => multiLabelMetrics([], [], classes)).toThrowRomae('TRAINER_NO_SAMPLES')
    expect(() => multiLabelMetrics(predictions, [[]], classes)).toThrowRomae('TRAINER_COUNT_MISMATCH')
    expect(() => multiLabelMetrics(predictions.slice(0, 1), [['x']], classes)).toThrowRomae('TRAINER_UNKNOWN_LABEL')
  })
})

it('intervals hold the figures, and are the same for the same seed', () => {
  const intervals = multiLabelIntervals(predictions, actual, classes, { seed: 3 })
  const { byClass, ...figures } = multiLabelMetrics(predictions, actual, classes)
  for (const [name, value] of Object.entries(figures)) {
    const [lower, upper] = intervals[name as keyof typeof intervals]
    expect(lower).toBeLessThan(value)
    expect(upper).toBeGreaterThan(value)
  }
  expect(multiLabelIntervals(predictions, actual, classes, { seed: 3 })).toEqual(intervals)
})

describe('thresholds', () => {
  it('are those of the highest F1 of each class', () => {
    const chosen = chooseThresholds(predictions, actual, classes)
    const f1Of = (thresholds: number | number[]) =>
      multiLabelMetrics(withThresholds(predictions, classes, thresholds), actual, classes).byClass.map(({ f1 }) => f1)
    const best = classes.map((_, c) => Math.max(...numbers(101).map((step) => f1Of(step / 100)[c]!)))
    expect(f1Of(chosen)).toEqual(best)
    expect(chosen).not.toContain(0.5)
  })

  it('are .5 where there is nothing to choose by', () => {
    expect(chooseThresholds(predictions.slice(0, 1), [['a']], classes)).toEqual([0.5, 0.5, 0.5])
  })

  it('must be one, or one a class, from 0 to 1', () => {
    expect(() => withThresholds(predictions, classes, [0.5])).toThrowRomae('TRAINER_COUNT_MISMATCH')
    expect(() => withThresholds(predictions, classes, 1.5)).toThrowRomae('TRAINER_OPTION', { key: 'thresholds' })
    expect(() => withThresholds([Float32Array.of(1)], classes, 0.5)).toThrowRomae('TRAINER_COUNT_MISMATCH')
  })
})
