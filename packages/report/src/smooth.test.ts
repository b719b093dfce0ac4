import { expect, it } from 'vitest'
import { smooth } from './index.ts'

it('leaves a constant as it is, from the first value on', () => {
  for (const value of smooth([2, 2, 2, 2], 10)) expect(value).toBeCloseTo(2, 12)
})

it('weighs older values less', () => {
  expect(smooth([0, 1], 2)).toEqual([0, 1 / 1.5])
})
