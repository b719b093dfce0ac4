import { optionReader, type ResolveOptions } from '@romae/internal/options'
import { errors } from './errors.ts'

/** Checks options and fills in defaults. @throws RomaeError `ENGINE_OPTION_UNKNOWN`, `ENGINE_OPTION_INVALID` */
export const readOptions: ResolveOptions = optionReader({
  unknown: errors.ENGINE_OPTION_UNKNOWN,
  invalid: errors.ENGINE_OPTION_INVALID,
})
