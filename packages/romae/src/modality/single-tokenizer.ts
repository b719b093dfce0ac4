import type { Tokenizer } from '@romae/tokenizer'
import type { AnyTokenizer } from '@romae/trainer/node'

/** A tokenizer of one modality; null for one of several. */
export function singleTokenizer<Sample>(tokenizer: AnyTokenizer<Sample>): Tokenizer<Sample> | null {
  return 'modalities' in tokenizer ? null : tokenizer
}
