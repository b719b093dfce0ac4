import { describe, expect, it } from 'vitest'
import { classificationMetrics, regressionMetrics } from './metrics.ts'
import { romaeError } from './testing/errors.ts'

describe('classificationMetrics', () => {
  it('agrees with values worked out by hand', () => {
    const actual = ['a', 'a', 'a', 'a', 'b', 'b', 'c', 'c', 'c', 'c']
    const predicted = ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'c', 'a', 'c']
    const metrics = classificationMetrics(predicted, actual, ['a', 'b', 'c'])
    expect(metrics.confusion).toEqual([
      [3, 1, 0],
      [0, 1, 1],
      [1, 0, 3],
    ])
    expect(metrics.accuracy).toBeCloseTo(0.7, 12)
    // F1 = 2 right / (true + predicted): a 6/8, b 2/4, c 6/8
    expect(metrics.macroF1).toBeCloseTo((0.75 + 0.5 + 0.75) / 3, 12)
    expect(metrics.weightedF1).toBeCloseTo((4 * 0.75 + 2 * 0.5 + 4 * 0.75) / 10, 12)
  })

  it('counts a class that never occurs as 0 in the macro average, and not in the weighted one', () => {
    const metrics = classificationMetrics(['a', 'b'], ['a', 'b'], ['a', 'b', 'never'])
    expect(metrics.accuracy).toBe(1)
    expect(metrics.macroF1).toBeCloseTo(2 / 3, 12)
    expect(metrics.weightedF1).toBe(1)
    expect(metrics.confusion[2]).toEqual([0, 0, 0])
  })

  it('refuses counts and labels that do not fit', () => {
    const classes = ['a', 'b']
    expect(() => classificationMetrics(['a'], ['a', 'b'], classes)).toThrow(
      romaeError('TRAINER_COUNT_MISMATCH', /predictions: 2 are needed; got 1/),
    )
    expect(() => classificationMetrics([], [], classes)).toThrow(romaeError('TRAINER_NO_SAMPLES'))
    expect(() => classificationMetrics(['x'], ['a'], classes)).toThrow(romaeError('TRAINER_UNKNOWN_LABEL', /"x"/))
    expect(() => classificationMetrics(['a'], ['y'], classes)).toThrow(romaeError('TRAINER_UNKNOWN_LABEL', /"y"/))
  })
})

describe('regressionMetrics', () => {
  it('agrees with values worked out by hand', () => {
    const { mse, rmse, mae } = regressionMetrics([1, 2, 3, 0], [1, 4, 0, 0])
    expect(mse).toBeCloseTo(13 / 4, 12)
    expect(rmse).toBeCloseTo(Math.sqrt(13) / 2, 12)
    expect(mae).toBeCloseTo(5 / 4, 12)
  })

  it('refuses counts that do not fit', () => {
    expect(() => regressionMetrics([1], [1, 2])).toThrow(romaeError('TRAINER_COUNT_MISMATCH'))
    expect(() => regressionMetrics([], [])).toThrow(romaeError('TRAINER_NO_SAMPLES'))
  })
})
