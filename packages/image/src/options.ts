import { optionReader, type ResolveOption, type ResolveOptions, valueReader } from '@romae/internal/options'
import { errors } from './errors.ts'

const own = { unknown: errors.IMAGE_UNKNOWN_OPTION, invalid: errors.IMAGE_INVALID_OPTION }

/** Checks options and fills in defaults. @throws RomaeError `IMAGE_UNKNOWN_OPTION`, `IMAGE_INVALID_OPTION` */
export const readOptions: ResolveOptions = optionReader(own)

/** Checks one value. @throws RomaeError `IMAGE_INVALID_OPTION` */
export const readOption: ResolveOption = valueReader(own)
