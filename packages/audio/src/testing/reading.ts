import { optionReader } from '@romae/internal/options'
import type { ReadContext } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import { type SoundOptions, soundOptions } from '../modality/options.ts'

const readOptions = optionReader({
  unknown: errors.AUDIO_UNKNOWN_OPTION,
  invalid: ({ of = 'audio', key, expected = '', got }) => errors.AUDIO_INVALID_OPTION({ of, key, expected, got }),
})

/** The options of reading, checked and with defaults, as whoever uses the modality makes them. */
export function resolvedOptions(options: Partial<SoundOptions> = {}): SoundOptions {
  return readOptions('audio', soundOptions, options)
}

/** What reading needs, and the notes that it gets. */
export function readingContext(
  purpose: ReadContext['purpose'] = 'train',
): Pick<ReadContext, 'purpose' | 'note'> & { readonly noted: string[] } {
  const noted: string[] = []
  return { purpose, note: (text) => noted.push(text), noted }
}
