import { errors } from './errors.ts'
import { defaultMaxHeaderBytes } from './header.ts'

/** Options of reading. */
export interface ReadOptions {
  /** The longest header accepted, in bytes. Default: 100,000,000, as in the format's own implementation. */
  readonly maxHeaderBytes?: number
}

/** Checks the options and fills in the defaults. */
export function resolveReadOptions(options: ReadOptions): Required<ReadOptions> {
  for (const option of Object.keys(options)) {
    if (option === 'maxHeaderBytes') continue
    throw errors.SAFETENSORS_BAD_OPTION({ option, got: 'unknown', expected: 'only `maxHeaderBytes`' })
  }
  const { maxHeaderBytes = defaultMaxHeaderBytes } = options
  if (!Number.isSafeInteger(maxHeaderBytes) || maxHeaderBytes < 0) {
    throw errors.SAFETENSORS_BAD_OPTION({
      option: 'maxHeaderBytes',
      got: String(maxHeaderBytes),
      expected: 'a number of bytes',
    })
  }
  return { maxHeaderBytes }
}
