import { optionReader, type ResolveOption, type ResolveOptions, seed, valueReader } from '@romae/internal/options'
import { errors } from './errors.ts'

const own = { unknown: errors.DATASETS_UNKNOWN_OPTION, invalid: errors.DATASETS_INVALID_OPTION }

/** Checks options and fills in defaults. @throws RomaeError `DATASETS_UNKNOWN_OPTION`, `DATASETS_INVALID_OPTION` */
export const readOptions: ResolveOptions = optionReader(own)

/** Checks one value. @throws RomaeError `DATASETS_INVALID_OPTION` */
export const readOption: ResolveOption = valueReader(own)

/** Of a generator. */
export const seedOption = { ...seed, required: true, help: 'the same seed gives the same bytes' } as const

export const deviation = { kind: 'number', least: 0 } as const
