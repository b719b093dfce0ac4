import { describe } from '../../describe.ts'
import type { Tokenizer, Tokens } from '../../tokenizer.ts'
import { firstViolation, type Rule, type Violation } from '../rule.ts'
import { copyTokens, tokenDifference } from '../token-difference.ts'

/** What can be said of masked values without a model says nothing that only they know. */
export const estimateRules: readonly Rule[] = [
  {
    name: 'estimate',
    description:
      'estimate gives finite values for masked tokens, from the visible ones alone, and leaves tokens as they were',
    needs: ['tokens', 'finite-values'],
    applies: ({ hasMethod }) => hasMethod('estimate'),
    check: async ({ firstTokens, tokenizer }) =>
      firstViolation(await firstTokens(), (tokens) => violationIn(tokenizer, tokens)),
  },
]

function violationIn(tokenizer: Tokenizer<unknown>, tokens: Tokens): Violation | undefined {
  // Every other token is masked, the last one never: something is visible wherever there are two.
  const hidden = Uint8Array.from({ length: tokens.length }, (_, token) =>
    token === tokens.length - 1 ? 0 : (token + 1) % 2,
  )
  const tokenSize = tokens.values.length / tokens.length
  const masked = [...tokens.values.keys()].filter((place) => hidden[Math.floor(place / tokenSize)] === 1)
  const before = copyTokens(tokens)
  let first: unknown
  let other: unknown
  try {
    first = tokenizer.estimate!({ tokens, hidden })
    const changed = copyTokens(tokens)
    for (const place of masked) changed.values[place] = changed.values[place]! + 1
    other = tokenizer.estimate!({ tokens: changed, hidden })
  } catch (cause) {
    return { problem: `estimate threw ${describe(cause)}; it has to estimate every token that tokenize gives`, cause }
  }
  const difference = tokenDifference(before, tokens, 0)
  if (difference !== undefined) {
    return { ...difference, problem: `estimate changed the tokens: ${difference.problem}; copy first` }
  }
  if (!(first instanceof Float32Array) || first.length !== tokens.values.length) {
    const [expected, got] = [`a Float32Array of ${tokens.values.length} values`, describe(first)]
    return { problem: 'estimate has to give one number for each value of the tokens', expected, got }
  }
  for (const place of masked) {
    const token = Math.floor(place / tokenSize)
    const [got, again] = [first[place]!, (other as Float32Array)[place]!]
    if (!Number.isFinite(got)) return { problem: 'estimate has to be finite for every masked token', token, got }
    if (got !== again) {
      const problem = 'estimate read the value of a masked token, which is not known where it is used'
      return { problem, token, expected: got, got: again }
    }
  }
  return undefined
}
