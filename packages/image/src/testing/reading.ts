import { optionReader } from '@romae/internal/options'
import type { MemoryBudget, ReadContext } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import { type ImageOptions, imageOptions } from '../modality/options.ts'

const readOptions = optionReader({
  unknown: errors.IMAGE_UNKNOWN_OPTION,
  invalid: ({ of = 'image', key, expected = '', got }) => errors.IMAGE_INVALID_OPTION({ of, key, expected, got }),
})

/** The options of reading, checked and with defaults, as whoever uses the modality makes them. */
export function resolvedOptions(options: Partial<ImageOptions> = {}): ImageOptions {
  return readOptions('image', imageOptions, options)
}

/** What reading needs, with so many bytes for samples that are held; and the notes that it gets. */
export function readingContext({
  bytes = 1e9,
  purpose = 'train',
}: {
  readonly bytes?: number
  readonly purpose?: ReadContext['purpose']
} = {}): ReadContext & { readonly noted: string[] } {
  let left = bytes
  const memory: MemoryBudget = {
    bytes,
    left: () => left,
    take(part) {
      if (part > left) return false
      left -= part
      return true
    },
  }
  const noted: string[] = []
  const standardInput = () => Promise.reject(new Error('images are not read from standard input'))
  return { purpose, memory, note: (text) => noted.push(text), standardInput, noted }
}
