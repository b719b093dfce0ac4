import type { SavedTokenizer } from '@romae/tokenizer'
import type { MadeModel } from './host-modality.ts'

/** What a model has kept of its tokenizer. One that was saved without a record has its name in its state, or none. */
export function savedTokenizer(
  { tokenizer: state, tokenizerRecord }: Pick<MadeModel, 'tokenizer' | 'tokenizerRecord'>,
  modality: string,
): SavedTokenizer {
  const own = (state as { readonly name?: unknown } | null)?.name
  return { name: tokenizerRecord?.name ?? (typeof own === 'string' ? own : modality), state }
}
