import {
  checkSetTokens,
  checkTokenizer,
  checkTokens,
  isTokenizerSet,
  type SetTokens,
  type Tokenizer,
  type TokenizerSet,
  type Tokens,
} from '@romae/tokenizer'

/** What makes tokens: of one modality, or of several. */
export type AnyTokenizer<Sample> = Tokenizer<Sample> | TokenizerSet<Sample>

/** The tokens of a sample of one modality, or of several. */
export type SampleTokens = Tokens | SetTokens

/** The tokens that a tokenizer makes. */
export type TokensOf<Any> = Any extends { readonly modalities: unknown } ? SetTokens : Tokens

/** @throws RomaeError `TOKENIZER_*` */
export function checkAnyTokenizer(tokenizer: unknown): asserts tokenizer is AnyTokenizer<unknown> {
  // A set is made by tokenizerSet alone, which has checked what it is made of.
  if (!isTokenizerSet(tokenizer)) checkTokenizer(tokenizer)
}

/**
 * The tokens of one sample, checked.
 *
 * @param index of the sample, to be named in the message
 * @throws RomaeError `TOKENIZER_TOKENS_*`, and what the tokenizer throws
 */
export async function tokensOf<Sample, Any extends AnyTokenizer<Sample>>(
  tokenizer: Any,
  sample: Sample,
  index: number,
): Promise<TokensOf<Any>> {
  const any: AnyTokenizer<Sample> = tokenizer
  const tokens: unknown = await any.tokenize(sample)
  if (isTokenizerSet(any)) checkSetTokens(tokens, any, index)
  else checkTokens(tokens, any, index)
  return tokens as TokensOf<Any>
}

/** How many tokens a sample has of each modality, 0 of one that it lacks; null where there is one modality. */
export function partLengths(tokens: SampleTokens): readonly number[] | null {
  return 'parts' in tokens ? tokens.parts.map((part) => part?.length ?? 0) : null
}

/** The same of each of some samples; null where there is one modality. */
export function allPartLengths(samples: readonly SampleTokens[]): (readonly number[])[] | null {
  const ofSamples = samples.flatMap((tokens) => {
    const parts = partLengths(tokens)
    return parts === null ? [] : [parts]
  })
  return ofSamples.length === 0 ? null : ofSamples
}

/** The tokens of one of several modalities, of those samples that have it. */
export function tokensOfModality(samples: readonly SetTokens[], modality: number): Tokens[] {
  return samples.flatMap(({ parts }) => parts[modality] ?? [])
}
