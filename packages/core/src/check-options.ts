import {
  type OptionErrors,
  optionReader,
  type ResolveOption,
  type ResolveOptions,
  valueReader,
} from '@romae/internal/options'
import { errors } from './errors.ts'

const own: OptionErrors = {
  unknown: errors.CONFIG_UNKNOWN_KEY,
  invalid: errors.CONFIG_VALUE,
  choice: errors.CONFIG_UNKNOWN_CHOICE,
  renamed: new Map([['reconstructionLoss', 'likelihood']]),
}

/** Checks options and fills in defaults. @throws RomaeError `CONFIG_UNKNOWN_KEY`, `CONFIG_VALUE`, `CONFIG_UNKNOWN_CHOICE` */
export const readOptions: ResolveOptions = optionReader(own)

/** Checks one value. @throws RomaeError `CONFIG_VALUE`, `CONFIG_UNKNOWN_CHOICE` */
export const readOption: ResolveOption = valueReader(own)
