import { errors } from '../errors.ts'

/** Throws for the first key of `options` that is not in `known`. */
export function rejectUnknownKeys(where: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw errors.CONFIG_UNKNOWN_KEY({ where, key, known })
  }
}

export function requirePositiveInteger(where: string, key: string, value: unknown, most = Infinity): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > most) {
    const expected = most === Infinity ? 'an integer of at least 1' : `an integer from 1 to ${most}`
    throw errors.CONFIG_VALUE({ where, key, got: value, expected })
  }
  return value
}

export function requireFraction(where: string, key: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
    throw errors.CONFIG_VALUE({ where, key, got: value, expected: 'a number in [0, 1]' })
  }
  return value
}

/** A dropout rate: 1 would leave nothing. */
export function requireRate(where: string, key: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value < 1)) {
    throw errors.CONFIG_VALUE({ where, key, got: value, expected: 'a number in [0, 1)' })
  }
  return value
}

export function requireBoolean(where: string, key: string, value: unknown): boolean {
  if (typeof value !== 'boolean') {
    throw errors.CONFIG_VALUE({ where, key, got: value, expected: 'true or false' })
  }
  return value
}

export function requireChoice<Choice extends string>(
  where: string,
  key: string,
  value: unknown,
  known: readonly Choice[],
): Choice {
  if (!known.includes(value as Choice)) throw errors.CONFIG_UNKNOWN_CHOICE({ where, key, got: value, known })
  return value as Choice
}

/** The multiple of `divisor` closest to `value`, at least one. */
export function nearestMultiple(value: number, divisor: number): number {
  return Math.max(1, Math.round(value / divisor)) * divisor
}
