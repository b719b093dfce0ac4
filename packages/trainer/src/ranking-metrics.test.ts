import { describe, expect, it } from 'vitest'
import { bootstrapIntervals } from './bootstrap.ts'
import { classificationIntervals } from './classification-intervals.ts'
import type { Classification } from './inference/predict.ts'
import { rankingMetrics } from './ranking-metrics.ts'

const of = (...probabilities: number[]): Classification => ({
  label: 'abc'[probabilities.indexOf(Math.max(...probabilities))]!,
  probabilities: Float32Array.from(probabilities),
})
/** Of two classes, by the probability of the second. */
const scored = (...scores: number[]) => scores.map((score) => of(1 - score, score))

describe('rankingMetrics', () => {
  it('agrees with values worked out by hand', () => {
    // The example of scikit-learn's pages: pairs in the right order 3 of 4; precision 1 at recall 1/2, 2/3 at 1.
    const { byClass, macroAuroc } = rankingMetrics(scored(0.125, 0.4, 0.35, 0.875), ['a', 'a', 'b', 'b'], ['a', 'b'])
    expect(byClass[1]).toEqual({ label: 'b', positives: 2, auroc: 0.75, auprc: expect.closeTo((1 + 2 / 3) / 2, 12) })
    expect(byClass[0]!.auroc).toBe(0.75)
    expect(macroAuroc).toBe(0.75)
  })

  it('counts ties as halves, and a tie at once in precision', () => {
    const { byClass } = rankingMetrics(scored(0.5, 0.5, 0.5, 0.5, 0.25), ['b', 'a', 'b', 'a', 'a'], ['a', 'b'])
    expect(byClass[1]).toEqual({ label: 'b', positives: 2, auroc: expect.closeTo(4 / 6, 12), auprc: 0.5 })
  })

  it('is 1 of a perfect order, 0 of the reverse, and leaves out classes that cannot be ranked', () => {
    const perfect = rankingMetrics([of(1, 0, 0), of(0, 1, 0), of(0, 1, 0)], ['a', 'b', 'b'], ['a', 'b', 'c'])
    expect(perfect).toMatchObject({ macroAuroc: 1, macroAuprc: 1 })
    expect(perfect.byClass.map(({ label }) => label)).toEqual(['a', 'b'])
    const reverse = rankingMetrics([of(0, 1), of(1, 0)], ['a', 'b'], ['a', 'b'])
    expect(reverse).toMatchObject({ macroAuroc: 0, macroAuprc: 0.5 })
    expect(rankingMetrics([of(1, 0)], ['a'], ['a', 'b'])).toMatchObject({ macroAuroc: Number.NaN, byClass: [] })
  })

  it('refuses counts and labels that do not fit', () => {
    expect(() => rankingMetrics([], [], ['a', 'b'])).toThrowRomae('TRAINER_NO_SAMPLES')
    expect(() => rankingMetrics(scored(1), [], ['a', 'b'])).toThrowRomae('TRAINER_COUNT_MISMATCH')
    expect(() => rankingMetrics(scored(1), ['x'], ['a', 'b'])).toThrowRomae('TRAINER_UNKNOWN_LABEL')
  })
})

describe('bootstrapIntervals', () => {
  const values = Array.from({ length: 400 }, (_, index) => Math.sin(index * 1.7) + (index % 7))
  const mean = (weights: ArrayLike<number>) => {
    return { mean: values.reduce((sum, value, index) => sum + weights[index]! * value, 0) / values.length }
  }
  const all = values.map(() => 1)

  it('is as wide as the mean varies', () => {
    const { mean: centre } = mean(all)
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length)
    const {
      mean: [lower, upper],
    } = bootstrapIntervals(values.length, mean)
    const expected = (1.96 * deviation) / Math.sqrt(values.length)
    expect(Math.abs((upper - lower) / 2 / expected - 1)).toBeLessThan(0.1)
    expect((upper + lower) / 2).toBeCloseTo(centre, 1)
    expect(bootstrapIntervals(values.length, mean)).toEqual({ mean: [lower, upper] })
    const { mean: narrow } = bootstrapIntervals(values.length, mean, { level: 0.5 })
    expect(narrow[1] - narrow[0]).toBeLessThan(upper - lower)
  })

  it('draws whole groups', () => {
    const width = ({ mean: [lower, upper] }: { readonly mean: readonly [number, number] }) => upper - lower
    const groups = values.map((_, index) => `speaker ${index % 7}`)
    expect(width(bootstrapIntervals(values.length, mean, { groups }))).toBeGreaterThan(
      3 * width(bootstrapIntervals(values.length, mean)),
    )
    expect(() => bootstrapIntervals(3, mean, { groups })).toThrowRomae('TRAINER_COUNT_MISMATCH')
    expect(() => bootstrapIntervals(3, mean, { resamples: 3 })).toThrowRomae('TRAINER_OPTION', { key: 'resamples' })
  })
})

describe('classificationIntervals', () => {
  it('holds the figures of all samples', () => {
    const samples = Array.from({ length: 120 }, (_, index) => ({
      actual: 'abc'[index % 3]!,
      predicted: of(
        ...[0, 1, 2].map((place) => (place === index % 3 ? 0.6 : 0.2) + 0.5 * Math.sin(index * (place + 2))),
      ),
    }))
    const [predictions, actual] = [samples.map(({ predicted }) => predicted), samples.map(({ actual }) => actual)]
    const { accuracy, macroAuroc } = classificationIntervals(predictions, actual, ['a', 'b', 'c'])
    const right = samples.filter(({ actual, predicted }) => actual === predicted.label).length / samples.length
    expect(accuracy[0]).toBeLessThan(right)
    expect(accuracy[1]).toBeGreaterThan(right)
    expect(accuracy[1] - accuracy[0]).toBeLessThan(0.25)
    const ranked = rankingMetrics(predictions, actual, ['a', 'b', 'c']).macroAuroc
    expect(macroAuroc[0]).toBeLessThan(ranked)
    expect(macroAuroc[1]).toBeGreaterThan(ranked)
  })
})
