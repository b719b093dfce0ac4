import { describe, expect, it } from 'vitest'
import { formatNumber } from './format-number.ts'

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [5_550_852, '5,550,852'],
    [-12, '-12'],
    [0.912_44, '0.9124'],
    [1234.567, '1,235'],
    [0.001, '0.001'],
    [3e-4, '3e-4'],
    [1.234_56e-9, '1.235e-9'],
    [2_500_000.5, '2.5e+6'],
    [1e20, '1e+20'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text)
  })

  it('takes a number of significant digits, or of decimals', () => {
    expect(formatNumber(Math.PI, { digits: 2 })).toBe('3.1')
    expect(formatNumber(2, { decimals: 3 })).toBe('2.000')
    expect(formatNumber(1e-5, { decimals: 2 })).toBe('0.00')
  })
})
