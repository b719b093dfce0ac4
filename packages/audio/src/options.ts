import { errors } from './errors.ts'

/** Throws for anything but a plain object whose keys are all known, naming the nearest known key. */
export function checkOptions(of: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw errors.AUDIO_INVALID_OPTION({ of, key: 'options', expected: 'an object', got: options })
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw errors.AUDIO_UNKNOWN_OPTION({ of, key, known })
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
  if (typeof value !== 'number' || !accept(value)) throw errors.AUDIO_INVALID_OPTION({ of, key, expected, got: value })
}

/** Throws unless the value is one of the names. */
export function requireOneOf<Name extends string>(
  of: string,
  key: string,
  value: unknown,
  names: readonly Name[],
): asserts value is Name {
  if (!names.includes(value as Name)) {
    throw errors.AUDIO_INVALID_OPTION({ of, key, expected: `one of ${names.join(', ')}`, got: value })
  }
}

/** Throws unless the value is a string. */
export function requireText(of: string, key: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw errors.AUDIO_INVALID_OPTION({ of, key, expected: 'a string', got: value })
}

/** Throws unless the value is true or false. */
export function requireBoolean(of: string, key: string, value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') throw errors.AUDIO_INVALID_OPTION({ of, key, expected: 'true or false', got: value })
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
