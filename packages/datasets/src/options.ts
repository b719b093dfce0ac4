import { type OptionChecks, optionChecks } from '@romae/internal/errors'
import { errors } from './errors.ts'

const checks = optionChecks({ unknown: errors.DATASETS_UNKNOWN_OPTION, invalid: errors.DATASETS_INVALID_OPTION })

export const checkOptions: OptionChecks['checkOptions'] = checks.checkOptions
export const requireNumber: OptionChecks['requireNumber'] = checks.requireNumber
export const requireOneOf: OptionChecks['requireOneOf'] = checks.requireOneOf
export const requireBoolean: OptionChecks['requireBoolean'] = checks.requireBoolean

/** Throws unless the value is an unsigned 32-bit integer. */
export function requireSeed(of: string, value: unknown): asserts value is number {
  requireNumber(of, 'seed', value, 'an integer from 0 to 4294967295', (seed) => seed === seed >>> 0)
}

/** Throws unless the value is an integer in a range. */
export function requireInteger(
  of: string,
  key: string,
  value: unknown,
  least: number,
  most: number,
): asserts value is number {
  const expected = `an integer from ${least} to ${most}`
  requireNumber(of, key, value, expected, (count) => Number.isInteger(count) && count >= least && count <= most)
}

/** Throws unless the value is finite and not negative. */
export function requireDeviation(of: string, key: string, value: unknown): asserts value is number {
  requireNumber(of, key, value, 'a finite number, at least 0', (deviation) => deviation >= 0 && deviation < Infinity)
}
