import { type OptionChecks, optionChecks } from '@romae/internal/errors'
import { errors } from './errors.ts'

const checks = optionChecks({ unknown: errors.AUDIO_UNKNOWN_OPTION, invalid: errors.AUDIO_INVALID_OPTION })

export const checkOptions: OptionChecks['checkOptions'] = checks.checkOptions
export const requireNumber: OptionChecks['requireNumber'] = checks.requireNumber
export const requireOneOf: OptionChecks['requireOneOf'] = checks.requireOneOf
export const requireBoolean: OptionChecks['requireBoolean'] = checks.requireBoolean

/** Throws unless the value is a string. */
export function requireText(of: string, key: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw errors.AUDIO_INVALID_OPTION({ of, key, expected: 'a string', got: value })
}

/** Throws unless the value is an integer, at least 1. */
export function requireCount(of: string, key: string, value: unknown): asserts value is number {
  requireNumber(of, key, value, 'an integer, at least 1', isCount)
}

/** Throws unless the value is a safe integer: what seeds a stream of random numbers. */
export function requireSeed(of: string, value: unknown): asserts value is number {
  requireNumber(of, 'seed', value, 'a safe integer', Number.isSafeInteger)
}

/** Finite and above zero. */
export const isPositive = (value: number): boolean => value > 0 && value < Infinity

/** An integer, at least 1. */
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1

/** An integer, at least 0. */
export const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
