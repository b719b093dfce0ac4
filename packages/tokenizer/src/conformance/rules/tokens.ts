import {
  checkTokenCount,
  checkTokenLength,
  checkTokenLimit,
  checkTokensFinite,
  checkTokenTypes,
} from '../../check-tokens.ts'
import type { Tokenizer, Tokens } from '../../tokenizer.ts'
import { firstViolation, type Rule, violationOf } from '../rule.ts'

/** What the tokens of one sample look like. */
export const tokenRules: readonly Rule[] = [
  {
    name: 'tokens',
    description: 'tokenize gives { values, positions, length } with two Float32Arrays',
    needs: ['accepts-samples'],
    check: async ({ firstPass }) =>
      firstViolation(await firstPass(), ({ outcome }, sample) =>
        outcome.status === 'returned' ? violationOf(() => checkTokenTypes(outcome.value, {}), sample) : undefined,
      ),
  },
  tokenRule('length', 'length is an integer of at least 1', ['tokens'], (tokens) => checkTokenLength(tokens, {})),
  tokenRule('values-count', 'values holds tokenSize numbers per token', ['length'], (tokens, { tokenSize }) =>
    checkTokenCount(tokens, 'values', tokenSize, {}),
  ),
  tokenRule('positions-count', 'positions holds one coordinate per axis and token', ['length'], (tokens, { axes }) =>
    checkTokenCount(tokens, 'positions', axes.length, {}),
  ),
  tokenRule('finite-values', 'every value is finite', ['tokens'], (tokens, { tokenSize }) =>
    checkTokensFinite(tokens, 'values', tokenSize, {}),
  ),
  tokenRule('finite-positions', 'every position is finite', ['tokens'], (tokens, { axes }) =>
    checkTokensFinite(tokens, 'positions', axes.length, {}),
  ),
  {
    ...tokenRule('max-length', 'no sample gives more than maxLength tokens', ['length'], (tokens, { maxLength }) =>
      checkTokenLimit(tokens, maxLength, {}),
    ),
    applies: ({ tokenizer }) => tokenizer?.maxLength !== undefined,
  },
]

/** A rule that holds or not for each sample's tokens by themselves. */
function tokenRule(
  name: string,
  description: string,
  needs: readonly string[],
  check: (tokens: Tokens, tokenizer: Tokenizer<unknown>) => void,
): Rule {
  return {
    name,
    description,
    needs,
    check: async ({ firstTokens, tokenizer }) =>
      firstViolation(await firstTokens(), (tokens, sample) => violationOf(() => check(tokens, tokenizer), sample)),
  }
}
