import type { RomaeError } from '@romae/internal/errors'
import { type OptionFault, optionReader, type ResolveOptions } from '@romae/internal/options'

/** Reads options where one code is for wrong options and unknown ones. */
export function readerOf(error: (fault: OptionFault) => RomaeError): ResolveOptions {
  return optionReader({
    unknown: ({ of, key, known }) => error({ of, key, rule: `is no option; there are ${known.join(', ')}` }),
    invalid: error,
  })
}
