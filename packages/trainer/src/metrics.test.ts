import { describe, expect, it } from 'vitest'
import { classificationMetrics, regressionMetrics } from './metrics.ts'

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

  it('leaves a class that neither occurs nor is predicted out of the macro average, and says so', () => {
    const metrics = classificationMetrics(['a', 'b'], ['a', 'b'], ['a', 'b', 'never'])
    expect(metrics).toMatchObject({ accuracy: 1, macroF1: 1, weightedF1: 1, withoutSamples: ['never'] })
    expect(metrics.confusion[2]).toEqual([0, 0, 0])
  })

  it('counts a class that is only predicted, or never, as 0', () => {
    // As sklearn.metrics.f1_score(['a', 'a', 'b'], ['a', 'c', 'a'], average='macro') has it: a 2/4, b and c 0.
    const metrics = classificationMetrics(['a', 'c', 'a'], ['a', 'a', 'b'], ['a', 'b', 'c', 'd'])
    expect(metrics.macroF1).toBeCloseTo(0.5 / 3, 12)
    expect(metrics.weightedF1).toBeCloseTo((2 * 0.5) / 3, 12)
    expect(metrics.withoutSamples).toEqual(['c', 'd'])
  })

  it('takes numbers for class names', () => {
    const asTexts = classificationMetrics(['0', '1'], ['0', '0'], ['0', '1'])
    expect(classificationMetrics([0, 1], ['0', 0], [0, 1])).toEqual(asTexts)
  })

  it('refuses counts and labels that do not fit', () => {
    const classes = ['a', 'b']
    expect(() => classificationMetrics(['a'], ['a', 'b'], classes)).toThrowRomae('TRAINER_COUNT_MISMATCH', {
      what: 'predictions',
      expected: 2,
      got: 1,
    })
    expect(() => classificationMetrics([], [], classes)).toThrowRomae('TRAINER_NO_SAMPLES')
    expect(() => classificationMetrics(['x'], ['a'], classes)).toThrowRomae('TRAINER_UNKNOWN_LABEL', {
      sample: 'the prediction for sample 0',
      label: 'x',
    })
    expect(() => classificationMetrics(['a'], [undefined as never], classes)).toThrowRomae('TRAINER_LABEL', {
      sample: 'sample 0',
      got: undefined,
    })
    expect(() => classificationMetrics(['a'], ['y'], classes)).toThrowRomae('TRAINER_UNKNOWN_LABEL', {
      sample: 'sample 0',
      label: 'y',
    })
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
    expect(() => regressionMetrics([1], [1, 2])).toThrowRomae('TRAINER_COUNT_MISMATCH')
    expect(() => regressionMetrics([], [])).toThrowRomae('TRAINER_NO_SAMPLES')
  })
  it('takes one array a sample on either side, of any kind of array', () => {
    const flat = regressionMetrics([1, 2, 3, 4], [1, 1, 1, 1])
    const rows = [Float32Array.of(1, 2), Float32Array.of(3, 4)]
    const targets = [
      [1, 1],
      [1, 1],
    ]
    expect(regressionMetrics(rows, targets)).toEqual(flat)
    expect(regressionMetrics([Float32Array.of(1), Float32Array.of(2)], [1, 1])).toEqual(
      regressionMetrics([1, 2], [1, 1]),
    )
    expect(regressionMetrics(Float32Array.of(1, 2), [[1], [1]])).toEqual(regressionMetrics([1, 2], [1, 1]))
  })

  it('names the sample of what is no number, or of another count', () => {
    const cases: [predicted: unknown, actual: unknown, code: string, fields: Record<string, unknown>][] = [
      [
        [[1], [1, 2]],
        [[1], [1]],
        'TRAINER_COUNT_MISMATCH',
        { what: 'predicted numbers of sample 1', expected: 1, got: 2 },
      ],
      [[1, Number.NaN], [1, 2], 'TRAINER_VALUE_NOT_FINITE', { what: 'the predictions', sample: 1, got: Number.NaN }],
      [[1, 2], [1, undefined], 'TRAINER_VALUE_NOT_FINITE', { what: 'the targets', sample: 1, got: undefined }],
      [[1, 2], ['1', '2'], 'TRAINER_VALUE_NOT_FINITE', { what: 'the targets', sample: 0, got: '1' }],
      [[[1], [2]], [[1], ['high']], 'TRAINER_VALUE_NOT_FINITE', { what: 'the targets', sample: 1, got: 'high' }],
    ]
    for (const [predicted, actual, code, fields] of cases) {
      expect(() => regressionMetrics(predicted as number[], actual as number[])).toThrowRomae(code, fields)
    }
  })
})
