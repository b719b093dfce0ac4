import { expect, it } from 'vitest'
import { mean, median, quantile, sampleDeviation, variance } from './index.ts'

it('has mean, variance and deviation', () => {
  const values = Float32Array.of(2, 4, 4, 4, 5, 5, 7, 9)
  expect(mean(values)).toBe(5)
  expect(variance(values)).toBe(4)
  expect(sampleDeviation(values)).toBeCloseTo(Math.sqrt(32 / 7), 12)
})

it('has no deviation of one value, and no mean of none', () => {
  expect(sampleDeviation([3])).toBeNull()
  expect(variance([3])).toBe(0)
  expect(mean([])).toBeNaN()
})

it('keeps the digits of a small spread about a large mean', () => {
  expect(variance([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBeCloseTo(2 / 3, 12)
})

it('interpolates quantiles', () => {
  expect([0, 0.25, 0.5, 1].map((fraction) => quantile([1, 2, 3, 5], fraction))).toEqual([1, 1.75, 2.5, 5])
  expect(quantile([7], 0.3)).toBe(7)
})

it('takes the middle of any order, and leaves the values as they are', () => {
  const values = [9, 1, 10]
  expect(median(values)).toBe(9)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(values).toEqual([9, 1, 10])
})
