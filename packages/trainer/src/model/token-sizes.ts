import type { ModalityConfig } from '@romae/core'
import { isTokenizerSet } from '@romae/tokenizer'
import type { AnyTokenizer } from '../data/sample-tokens.ts'

/** What a configuration is told of the tokens that a tokenizer makes: their size, and of several modalities, that of each. */
export function tokenSizes(tokenizer: AnyTokenizer<unknown>): {
  readonly tokenSize: number
  /** Empty where there is one modality. */
  readonly modalities: { readonly modalities?: readonly ModalityConfig[] }
} {
  if (!isTokenizerSet(tokenizer)) return { tokenSize: tokenizer.tokenSize, modalities: {} }
  const modalities = tokenizer.modalities.map(({ name, tokenSize, axes, tokenizer: { outputs } }) => {
    return { name, tokenSize, axes: [...axes], ...(outputs && { outputs }) }
  })
  return { tokenSize: Math.max(...modalities.map(({ tokenSize }) => tokenSize)), modalities: { modalities } }
}
