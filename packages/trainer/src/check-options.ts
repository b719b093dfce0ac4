import { errors } from './errors.ts'

/** Throws for the first key of `options` that is not in `known`. */
export function rejectUnknownOptions(where: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw errors.TRAINER_UNKNOWN_OPTION({ where, key, known })
  }
}

export function requireInteger(key: string, value: unknown, least: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    throw errors.TRAINER_OPTION({ key, got: value, expected: `an integer of at least ${least}` })
  }
  return value
}

export function requirePositive(key: string, value: unknown): number {
  if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) {
    throw errors.TRAINER_OPTION({ key, got: value, expected: 'a positive number' })
  }
  return value
}
