import { createRandom } from '@romae/internal/random'
import { expect, it } from 'vitest'
import { fromGrid, mergedTimes, type TimeSeries } from '../index.ts'
import { augmentation } from './augmentation.ts'

const long = fromGrid({ id: 'long', values: [Array.from({ length: 20 }, (_, index) => index)] })
const lengths = (series: TimeSeries, dropTimes: number) => {
  const change = augmentation({ dropTimes })!
  return Array.from({ length: 200 }, (_, seed) => mergedTimes(change(series, createRandom(seed))).length)
}

it('drops from none to the largest fraction of the time stamps', () => {
  const found = new Set(lengths(long, 0.5))
  expect([...found].sort((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, index) => 10 + index))
})

it('drops the same for the same random numbers, and another choice for others', () => {
  const change = augmentation({ dropTimes: 0.5 })!
  const [first, again, other] = [1, 1, 2].map((seed) => change(long, createRandom(seed)))
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
})

it('leaves at least one time stamp, and a channel’s last value', () => {
  expect(new Set(lengths(fromGrid({ id: 'short', values: [[7]] }), 1))).toEqual(new Set([1]))
  expect(Math.min(...lengths(fromGrid({ id: 'pair', values: [[7, 8]] }), 1))).toBe(1)
  const gaps = fromGrid({
    id: 'gaps',
    values: [
      [1, Number.NaN],
      [Number.NaN, 2],
    ],
  })
  expect(new Set(lengths(gaps, 1))).toEqual(new Set([2]))
})

it('does nothing at 0', () => {
  expect(augmentation({ dropTimes: 0 })).toBeNull()
})
