import { expect, it } from 'vitest'
import { formatAmount } from '../index.ts'

it.each([
  [0, '', '0'],
  [950, '', '950'],
  [5_550_852, '', '5.6 M'],
  [999_960, '', '1.0 M'],
  [1536, 'B', '1.5 kB'],
  [950, 'B', '950 B'],
  [2.5e12, 'FLOP', '2.5 TFLOP'],
])('%i%s is %s', (value, unit, text) => {
  expect(formatAmount(value, unit)).toBe(text)
})
