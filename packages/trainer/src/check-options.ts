import { errors } from './errors.ts'

/** @throws RomaeError `TRAINER_OPTION` for no object, `TRAINER_UNKNOWN_OPTION` for the first key not in `known` */
export function checkKeys(where: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw errors.TRAINER_OPTION({ key: where, got: options, expected: 'an object of options' })
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw errors.TRAINER_UNKNOWN_OPTION({ where, key, known })
  }
}

/** @throws RomaeError `TRAINER_OPTION` */
export function requireInteger(key: string, value: unknown, least: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    throw errors.TRAINER_OPTION({ key, got: value, expected: `an integer of at least ${least}` })
  }
  return value
}

/** @throws RomaeError `TRAINER_OPTION` */
export function requirePositive(key: string, value: unknown): number {
  if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) {
    throw errors.TRAINER_OPTION({ key, got: value, expected: 'a positive number' })
  }
  return value
}

/** @throws RomaeError `TRAINER_OPTION` */
export function requireChoice<Choice extends string | boolean>(
  key: string,
  value: unknown,
  known: readonly Choice[],
): Choice {
  if (!known.includes(value as Choice)) {
    throw errors.TRAINER_OPTION({ key, got: value, expected: `one of ${known.join(', ')}` })
  }
  return value as Choice
}

/** @throws RomaeError `TRAINER_OPTION` */
export function requireNonNegative(key: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0) || !Number.isFinite(value)) {
    throw errors.TRAINER_OPTION({ key, got: value, expected: 'a number of at least 0' })
  }
  return value
}

/** A number in [0, 1). @throws RomaeError `TRAINER_OPTION` */
export function requireFraction(key: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value < 1)) {
    throw errors.TRAINER_OPTION({ key, got: value, expected: 'a number of at least 0 and below 1' })
  }
  return value
}
