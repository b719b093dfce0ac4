import { type OptionChecks, optionChecks } from '@romae/internal/errors'
import { errors } from './errors.ts'

const checks = optionChecks({ unknown: errors.TIMESERIES_UNKNOWN_OPTION, invalid: errors.TIMESERIES_INVALID_OPTION })

export const checkOptions: OptionChecks['checkOptions'] = checks.checkOptions
export const requireNumber: OptionChecks['requireNumber'] = checks.requireNumber
export const requireOneOf: OptionChecks['requireOneOf'] = checks.requireOneOf
export const requireBoolean: OptionChecks['requireBoolean'] = checks.requireBoolean

/** Throws unless the value is a string with something in it. */
export function requireText(of: string, key: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value === '') {
    throw errors.TIMESERIES_INVALID_OPTION({ of, key, expected: 'a non-empty string', got: value })
  }
}

/** Throws unless the value is an array of strings. */
export function requireTexts(of: string, key: string, value: unknown): asserts value is readonly string[] {
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw errors.TIMESERIES_INVALID_OPTION({ of, key, expected: 'an array of strings', got: value })
  }
}

/** Throws unless the value is an array of at least one string, no two alike. */
export function requireDistinct(of: string, key: string, value: unknown): asserts value is readonly string[] {
  requireTexts(of, key, value)
  if (value.length === 0 || new Set(value).size < value.length) {
    throw errors.TIMESERIES_INVALID_OPTION({ of, key, expected: 'at least one name, each once', got: value })
  }
}

/** Throws unless the value lies in [0, 1]. */
export function requireFraction(of: string, value: unknown): asserts value is number {
  requireNumber(of, 'fraction', value, 'a number in [0, 1]', (fraction) => fraction >= 0 && fraction <= 1)
}

/** Throws unless the value is an unsigned 32-bit integer. */
export function requireSeed(of: string, value: unknown): asserts value is number {
  requireNumber(of, 'seed', value, 'an integer from 0 to 4294967295', (seed) => seed === seed >>> 0)
}

/** Finite and above zero. */
export const isPositive = (value: number): boolean => value > 0 && value < Infinity

/** An integer, at least 1. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1
