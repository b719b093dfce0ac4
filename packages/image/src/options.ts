import { type OptionChecks, optionChecks, quote } from '@romae/internal/errors'
import { errors } from './errors.ts'

const checks = optionChecks({ unknown: errors.IMAGE_UNKNOWN_OPTION, invalid: errors.IMAGE_INVALID_OPTION })

export const checkOptions: OptionChecks['checkOptions'] = checks.checkOptions
export const requireNumber: OptionChecks['requireNumber'] = checks.requireNumber
export const requireOneOf: OptionChecks['requireOneOf'] = checks.requireOneOf

/** Throws unless the value is an integer of at least 1. */
export function requireCount(of: string, key: string, value: unknown): asserts value is number {
  requireNumber(of, key, value, 'an integer of at least 1', (count) => Number.isSafeInteger(count) && count >= 1)
}

/** Throws unless the value lies in [0, 1]. */
export function requireFraction(of: string, key: string, value: unknown): asserts value is number {
  requireNumber(of, key, value, 'a number in [0, 1]', (fraction) => fraction >= 0 && fraction <= 1)
}

/** Throws unless the value is a string with something in it. */
export function requireText(of: string, key: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value === '') {
    throw errors.IMAGE_INVALID_OPTION({ of, key, expected: 'a non-empty string', got: value })
  }
}

/** Throws unless the value is an array of strings. */
export function requireTexts(of: string, key: string, value: unknown): asserts value is readonly string[] {
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw errors.IMAGE_INVALID_OPTION({ of, key, expected: 'an array of strings', got: value })
  }
}

/** Throws unless the value is an array of numbers that `accept` accepts, `length` of them where it is given. */
export function requireNumbers(
  of: string,
  key: string,
  value: unknown,
  expected: string,
  accept: (value: number) => boolean,
  length?: number,
): asserts value is readonly number[] {
  const right =
    Array.isArray(value) &&
    (length === undefined || value.length === length) &&
    value.every((item) => typeof item === 'number' && accept(item))
  if (right) return
  const got = Array.isArray(value) ? `[${quote(value)}]` : value
  throw errors.IMAGE_INVALID_OPTION({ of, key, expected, got })
}
