import { describe, expect, it } from 'vitest'
import { defineErrors, didYouMean, type OptionChecks, optionChecks } from './index.ts'

const errors = defineErrors({
  TEST_UNKNOWN: ({ of, key, known }: { of: string; key: string; known: readonly string[] }) =>
    `${of} has no option "${key}"${didYouMean(key, known)}`,
  TEST_INVALID: ({ of, key, expected, got }: { of: string; key: string; expected: string; got: unknown }) =>
    `${of}: ${key} must be ${expected}; got ${String(got)}`,
})
const checks: OptionChecks = optionChecks({ unknown: errors.TEST_UNKNOWN, invalid: errors.TEST_INVALID })

describe('option checks', () => {
  it('take an object whose keys are all known', () => {
    checks.checkOptions('cut', { length: 1 }, ['length', 'stride'])
    checks.checkOptions('cut', {}, [])
  })

  it('name the nearest known key', () => {
    expect(() => checks.checkOptions('cut', { lenght: 1 }, ['length', 'stride'])).toThrow(
      'cut has no option "lenght" (did you mean "length"?) [TEST_UNKNOWN]',
    )
  })

  it.each([[null], [undefined], [3], ['text'], [[]]])('refuse %o for an object', (options) => {
    expect(() => checks.checkOptions('cut', options, [])).toThrow('cut: options must be an object')
  })

  it('say both sides of a number and of a choice', () => {
    const isPositive = (value: number) => value > 0
    checks.requireNumber('cut', 'length', 2, 'a positive number', isPositive)
    for (const value of [0, Number.NaN, '2', null]) {
      expect(() => checks.requireNumber('cut', 'length', value, 'a positive number', isPositive)).toThrow(
        `cut: length must be a positive number; got ${value} [TEST_INVALID]`,
      )
    }
    checks.requireOneOf('cut', 'side', 'left', ['left', 'right'])
    expect(() => checks.requireOneOf('cut', 'side', 'up', ['left', 'right'])).toThrow(
      'cut: side must be one of left, right; got up [TEST_INVALID]',
    )
  })

  it('tell true and false from what only looks like it', () => {
    for (const value of [true, false]) checks.requireBoolean('cut', 'whole', value)
    for (const value of ['true', 1, 0, null, undefined]) {
      expect(() => checks.requireBoolean('cut', 'whole', value)).toThrow(
        `cut: whole must be true or false; got ${value} [TEST_INVALID]`,
      )
    }
  })
})
