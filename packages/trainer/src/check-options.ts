import { checkedElsewhere, optionReader, type ResolveOptions } from '@romae/internal/options'
import { errors } from './errors.ts'

/** The names that options had in earlier versions, and have now: for what was saved, and for the errors. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['accumulation', 'gradientAccumulationSteps'],
  ['buckets', 'lengthBuckets'],
  ['ema', 'emaDecay'],
  ['nonFinite', 'onNonFinite'],
])

/** Checks options and fills in defaults. @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION` */
export const readOptions: ResolveOptions = optionReader({
  unknown: errors.TRAINER_UNKNOWN_OPTION,
  invalid: errors.TRAINER_OPTION,
  renamed,
})

/** Options of a file with the names that they have now. */
export function renameOptions(saved: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(saved).map(([key, value]) => [renamed.get(key) ?? key, value]))
}

/** @throws RomaeError `TRAINER_OPTION` for no object, `TRAINER_UNKNOWN_OPTION` for the first key not in `known` */
export function checkKeys(where: string, options: unknown, known: readonly string[]): void {
  readOptions(where, Object.fromEntries(known.map((key) => [key, checkedElsewhere<unknown>()])), options)
}

/** @throws RomaeError `TRAINER_OPTION` */
export function requirePositive(key: string, got: unknown): number {
  if (typeof got === 'number' && got > 0 && Number.isFinite(got)) return got
  throw errors.TRAINER_OPTION({ key, got, expected: 'a positive number' })
}

/** @throws RomaeError `TRAINER_OPTION` */
export function requireChoice<Choice extends string>(key: string, got: unknown, known: readonly Choice[]): Choice {
  if (known.includes(got as Choice)) return got as Choice
  throw errors.TRAINER_OPTION({ key, got, known, expected: `one of ${known.join(', ')}` })
}
