import { type OptionsOf, optionReader, type ResolvedOf, type Schema } from '@romae/internal/options'
import { errors } from './errors.ts'
import { defaultMaxHeaderBytes } from './header.ts'

const schema = {
  maxHeaderBytes: {
    kind: 'integer',
    least: 0,
    default: defaultMaxHeaderBytes,
    help: 'the longest header accepted, in bytes; the default is that of the format’s own implementation',
  },
} as const satisfies Schema

/** Options of reading. */
export interface ReadOptions extends OptionsOf<typeof schema> {}

const read = optionReader({
  unknown: ({ of, key, known }) =>
    errors.SAFETENSORS_BAD_OPTION({ of, key, rule: `is no option; there is only ${known.join(', ')}` }),
  invalid: errors.SAFETENSORS_BAD_OPTION,
})

/** Checks the options and fills in the defaults. @throws RomaeError `SAFETENSORS_BAD_OPTION` */
export const resolveReadOptions = (options: ReadOptions): ResolvedOf<typeof schema> => read('reading', schema, options)
