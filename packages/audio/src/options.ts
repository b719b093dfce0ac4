import { optionReader, type ResolveOption, type ResolveOptions, valueReader } from '@romae/internal/options'
import { errors } from './errors.ts'

const own = { unknown: errors.AUDIO_UNKNOWN_OPTION, invalid: errors.AUDIO_INVALID_OPTION }

/** Checks options and fills in defaults. @throws RomaeError `AUDIO_UNKNOWN_OPTION`, `AUDIO_INVALID_OPTION` */
export const readOptions: ResolveOptions = optionReader(own)

/** Checks one value. @throws RomaeError `AUDIO_INVALID_OPTION` */
export const readOption: ResolveOption = valueReader(own)

/** Any text, an empty one too. */
export const anyText = { kind: 'text', empty: true } as const

export const positive = { kind: 'number', above: 0 } as const

/** What seeds a stream of random numbers here: any safe integer. */
export const seedOption = { kind: 'integer', required: true } as const
