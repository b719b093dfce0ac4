import { expect, it } from 'vitest'
import { geometricMean, quartiles } from './statistics.ts'

it('interpolates quartiles, whatever the order', () => {
  expect(quartiles([4, 1, 3, 2])).toEqual({ median: 2.5, low: 1.75, high: 3.25 })
  expect(quartiles([7])).toEqual({ median: 7, low: 7, high: 7 })
})

it('takes the geometric mean', () => {
  expect(geometricMean([1, 4])).toBeCloseTo(2, 12)
})
