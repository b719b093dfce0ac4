import { describe } from '../../describe.ts'
import { describeDifference, firstDifference } from '../difference.ts'
import { firstViolation, type Rule } from '../rule.ts'
import type { Subject } from '../subject.ts'
import { copyTokens, tokenDifference } from '../token-difference.ts'

const hasDetokenize = ({ hasMethod }: Subject) => hasMethod('detokenize')

/** `detokenize`, where there is one. */
export const detokenizeRules: readonly Rule[] = [
  {
    name: 'accepts-tokens',
    description: 'detokenize accepts the tokens of every sample',
    needs: ['values-count', 'positions-count', 'finite-values', 'finite-positions'],
    applies: hasDetokenize,
    check: async ({ firstTokens, detokenize, timeout }) =>
      firstViolation(await firstTokens(), async (tokens) => {
        const outcome = await detokenize(copyTokens(tokens))
        if (outcome.status === 'hung') return { problem: `detokenize did not settle within ${timeout} ms` }
        if (outcome.status === 'returned') return undefined
        const problem = `detokenize threw ${describe(outcome.error)} for what tokenize gave`
        return { problem, cause: outcome.error }
      }),
  },
  {
    name: 'tokens-unchanged',
    description: 'detokenize leaves the tokens as they were',
    needs: ['accepts-tokens'],
    applies: hasDetokenize,
    check: async ({ firstTokens, detokenize }) =>
      firstViolation(await firstTokens(), async (tokens) => {
        const given = copyTokens(tokens)
        await detokenize(given)
        const difference = tokenDifference(tokens, given, 0)
        return (
          difference && { ...difference, problem: `detokenize changed its tokens: ${difference.problem}; copy first` }
        )
      }),
  },
  {
    name: 'round-trip-tokens',
    description: 'tokenizing what detokenize gave gives the same tokens, within the tolerance',
    needs: ['deterministic', 'tokens-unchanged'],
    applies: hasDetokenize,
    check: async ({ firstTokens, detokenize, tokenize, tolerance }) =>
      firstViolation(await firstTokens(), async (tokens) => {
        const restored = await detokenize(copyTokens(tokens))
        if (restored.status !== 'returned') return { problem: 'detokenize did not return at a second call' }
        const again = await tokenize(restored.value)
        if (again.tokens === undefined) {
          const cause = again.outcome.status === 'threw' ? again.outcome.error : undefined
          const problem = `tokenize gave no tokens for what detokenize gave: ${describe(cause ?? restored.value)}`
          return { problem, cause }
        }
        const difference = tokenDifference(tokens, again.tokens, tolerance)
        if (difference === undefined) return undefined
        const problem = `${difference.problem} after detokenize and tokenize; detokenize has to invert tokenize (tolerance ${tolerance})`
        return { ...difference, problem }
      }),
  },
  {
    name: 'round-trip-sample',
    description: 'detokenize gives the sample back, within the tolerance',
    needs: ['round-trip-tokens'],
    applies: (subject) => hasDetokenize(subject) && subject.lossless,
    check: async ({ firstTokens, detokenize, originals, equal, tolerance }) =>
      firstViolation(await firstTokens(), async (tokens, sample) => {
        const restored = await detokenize(copyTokens(tokens))
        if (restored.status !== 'returned') return { problem: 'detokenize did not return at a second call' }
        const original = originals[sample]
        if (equal !== undefined) {
          if (equal(original, restored.value)) return undefined
          return { problem: 'detokenize gave a sample that the option equal calls different', got: restored.value }
        }
        const difference = firstDifference(original, restored.value, tolerance)
        if (difference === undefined) return undefined
        const problem = `detokenize did not give the sample back: ${describeDifference(difference)}`
        return { problem: `${problem} (tolerance ${tolerance})`, ...difference }
      }),
  },
  {
    name: 'keeps-samples',
    description: 'later calls of detokenize leave earlier results alone',
    needs: ['round-trip-tokens'],
    applies: hasDetokenize,
    check: async ({ firstTokens, detokenize, clone }) => {
      const tokens = await firstTokens()
      const restored: { readonly value: unknown; readonly copy: unknown }[] = []
      for (const item of tokens) {
        const outcome = await detokenize(copyTokens(item))
        const value = outcome.status === 'returned' ? outcome.value : undefined
        restored.push({ value, copy: clone(value) })
      }
      return firstViolation(restored, ({ value, copy }) => {
        const difference = firstDifference(copy, value, 0)
        if (difference === undefined) return undefined
        const problem = `a later call of detokenize changed the sample: ${describeDifference(difference)}`
        return { problem: `${problem}; make new arrays for each call`, ...difference }
      })
    },
  },
]
