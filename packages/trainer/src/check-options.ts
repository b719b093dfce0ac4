import { optionReader, type ResolveOption, type ResolveOptions, valueReader } from '@romae/internal/options'
import { errors } from './errors.ts'

/** The names that options had in earlier versions, and have now: for what was saved, and for the errors. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['accumulation', 'gradientAccumulationSteps'],
  ['buckets', 'lengthBuckets'],
  ['ema', 'emaDecay'],
  ['nonFinite', 'onNonFinite'],
])

const own = { unknown: errors.TRAINER_UNKNOWN_OPTION, invalid: errors.TRAINER_OPTION, renamed }

/** Checks options and fills in defaults. @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION` */
export const readOptions: ResolveOptions = optionReader(own)

/** Options of a file with the names that they have now. */
export function renameOptions(saved: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(saved).map(([key, value]) => [renamed.get(key) ?? key, value]))
}

/** Checks one value. @throws RomaeError `TRAINER_OPTION` */
export const readOption: ResolveOption = valueReader(own)
