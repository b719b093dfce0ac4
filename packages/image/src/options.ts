import { errors } from './errors.ts'

/** Throws for anything but a plain object whose keys are all known, naming the nearest known key. */
export function checkOptions(of: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw errors.IMAGE_INVALID_OPTION({ of, key: 'options', expected: 'an object', got: options })
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw errors.IMAGE_UNKNOWN_OPTION({ of, key, known })
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
    throw errors.IMAGE_INVALID_OPTION({ of, key, expected, got: value })
  }
}

/** Throws unless the value is an integer of at least 1. */
export function requireCount(of: string, key: string, value: unknown): asserts value is number {
  requireNumber(of, key, value, 'an integer of at least 1', (count) => Number.isSafeInteger(count) && count >= 1)
}

/** Throws unless the value lies in [0, 1]. */
export function requireFraction(of: string, key: string, value: unknown): asserts value is number {
  requireNumber(of, key, value, 'a number in [0, 1]', (fraction) => fraction >= 0 && fraction <= 1)
}

/** Throws unless the value is one of the names. */
export function requireOneOf<Name extends string | number>(
  of: string,
  key: string,
  value: unknown,
  names: readonly Name[],
): asserts value is Name {
  if (!names.includes(value as Name)) {
    throw errors.IMAGE_INVALID_OPTION({ of, key, expected: `one of ${names.join(', ')}`, got: value })
  }
}

/** Throws unless the value is a string with something in it. */
export function requireText(of: string, key: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value === '') {
    throw errors.IMAGE_INVALID_OPTION({ of, key, expected: 'a non-empty string', got: value })
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
  const got = Array.isArray(value) ? `[${value.join(', ')}]` : value
  throw errors.IMAGE_INVALID_OPTION({ of, key, expected, got })
}
