import { checkTokens } from '../check-tokens.ts'
import { describe } from '../describe.ts'
import { errors } from '../errors.ts'
import type { SetTokens, TokenizerSet } from './tokenizer-set.ts'

/**
 * Checks that `tokens` are what the tokenizers of a set say they give, as `checkTokens` does for one.
 *
 * @param sample index of the sample, to be named in the message
 * @throws RomaeError `TOKENIZER_SET_TOKENS`, and what `checkTokens` throws
 */
export function checkSetTokens(
  tokens: unknown,
  { modalities }: Pick<TokenizerSet<never>, 'modalities'>,
  sample?: number,
): asserts tokens is SetTokens {
  const { parts, length } = (tokens ?? {}) as Partial<SetTokens>
  if (!Array.isArray(parts) || parts.length !== modalities.length || parts.every((part) => part === null)) {
    const expected = `{ parts, length } with tokens or null for each of ${modalities.length} modalities, and not null for all`
    throw errors.TOKENIZER_SET_TOKENS({ sample, expected, got: describe(parts) })
  }
  for (const [index, { tokenizer }] of modalities.entries()) {
    if (parts[index] !== null) checkTokens(parts[index], tokenizer, sample)
  }
  const sum = parts.reduce((all, part) => all + (part?.length ?? 0), 0)
  if (length === sum) return
  throw errors.TOKENIZER_SET_TOKENS({
    sample,
    expected: `a length of ${sum}, that of its parts`,
    got: describe(length),
  })
}
