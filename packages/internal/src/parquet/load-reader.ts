import { packageFailure, passOn } from '../archives/index.ts'

/** A codec's page becomes at most so many times as large, or {@link ALWAYS_ALLOWED}: its header may say anything. */
const MOST_EXPANSION = 1032
const ALWAYS_ALLOWED = 2 ** 26

/** hyparquet, and decompression of all codecs that files have. @throws PackageMissing */
export async function loadReader() {
  try {
    const [hyparquet, { compressors }] = await Promise.all([
      import('hyparquet').catch(passOn),
      import('hyparquet-compressors').catch(passOn),
    ])
    return { ...hyparquet, compressors: guarded(compressors) }
  } catch (cause) {
    throw packageFailure(['hyparquet', 'hyparquet-compressors'], cause)
  }
}

type Decompress = (input: Uint8Array, outputLength: number) => Uint8Array

function guarded<Codecs extends object>(codecs: Codecs): Codecs {
  const checked = Object.entries(codecs).map(([name, decompress]) => [
    name,
    (input: Uint8Array, length: number) => {
      if (length > Math.max(ALWAYS_ALLOWED, MOST_EXPANSION * input.length)) {
        throw new Error(`a page of ${input.length} bytes says that it becomes ${length}`)
      }
      // Of nothing, LZ4's decoder expects something.
      return length === 0 ? new Uint8Array(0) : (decompress as Decompress)(input, length)
    },
  ])
  return Object.fromEntries(checked) as Codecs
}
