import { expect, describe as group, it } from 'vitest'
import { describe } from './describe.ts'

group('describe', () => {
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [1n, '1n'],
    ['a "b"', '"a \\"b\\""'],
    [[1, 2], 'Array(2)'],
    [Float64Array.of(1, 2, 3), 'Float64Array(3)'],
    [new Set([1]), 'Set(1)'],
    [new Date(5), 'Date(5)'],
    [new TypeError('no'), 'TypeError: no'],
    [{}, '{}'],
    [{ values: 1, length: 2 }, '{ values, length }'],
    [parseInt, 'function parseInt'],
    ['x'.repeat(1000), `"${'x'.repeat(99)}…"`],
  ])('%o', (value, text) => {
    expect(describe(value)).toBe(text)
  })
})
