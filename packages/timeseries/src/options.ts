import { errors } from './errors.ts'

/** Throws for anything but a plain object whose keys are all known, naming the nearest known key. */
export function checkOptions(of: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw errors.TIMESERIES_INVALID_OPTION({ of, key: 'options', expected: 'an object', got: options })
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw errors.TIMESERIES_UNKNOWN_OPTION({ of, key, known })
  }
}

/** Throws unless the value is a number that `accept` accepts. */
export function requireNumber(
  of: string,
  key: string,
  value: unknown,
  expected: string,
  accept: (value: number) => boolean,
): asserts value is number {
  if (typeof value !== 'number' || !accept(value)) {
    throw errors.TIMESERIES_INVALID_OPTION({ of, key, expected, got: value })
  }
}

/** Throws unless the value is one of the names. */
export function requireOneOf<Name extends string>(
  of: string,
  key: string,
  value: unknown,
  names: readonly Name[],
): asserts value is Name {
  if (!names.includes(value as Name)) {
    throw errors.TIMESERIES_INVALID_OPTION({ of, key, expected: `one of ${names.join(', ')}`, got: value })
  }
}

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
