import { RomaeError } from '@romae/internal/errors'
import { describe } from '../../describe.ts'
import { firstViolation, type Rule } from '../rule.ts'

/** How calls of `tokenize` end. */
export const callRules: readonly Rule[] = [
  {
    name: 'settles',
    description: 'tokenize returns, throws, resolves or rejects in time',
    needs: ['description', 'spec-version'],
    check: async ({ firstPass, emptyPass, timeout }) => {
      const problem = `tokenize gave a promise that did not settle within ${timeout} ms; check that every path resolves or rejects it`
      const firstHung = await firstViolation(await firstPass(), ({ outcome }) =>
        outcome.status === 'hung' ? { problem, expected: timeout } : undefined,
      )
      if (firstHung !== undefined) return firstHung
      return firstViolation(await emptyPass(), ({ outcome }) =>
        outcome.status === 'hung' ? { problem: `emptySamples: ${problem}`, expected: timeout } : undefined,
      )
    },
  },
  {
    name: 'accepts-samples',
    description: 'tokenize accepts every sample',
    needs: ['settles'],
    check: async ({ firstPass }) =>
      firstViolation(await firstPass(), ({ outcome }) => {
        if (outcome.status !== 'threw') return undefined
        const problem = `tokenize threw ${describe(outcome.error)}; samples are to be ones that it can tokenize`
        return { problem, cause: outcome.error }
      }),
  },
  {
    name: 'rejects-empty',
    description: 'tokenize throws or rejects for every empty sample',
    needs: ['settles'],
    applies: ({ emptySamples }) => emptySamples.length > 0,
    check: async ({ emptyPass }) =>
      firstViolation(await emptyPass(), ({ outcome, tokens }) => {
        if (outcome.status !== 'returned') return undefined
        const got = tokens === undefined ? describe(outcome.value) : `${tokens.length} tokens`
        return { problem: `emptySamples: tokenize gave ${got} for an empty sample; throw a RomaeError instead`, got }
      }),
  },
  {
    name: 'typed-errors',
    description: 'what tokenize throws or rejects with is a RomaeError with a code',
    needs: ['settles'],
    applies: ({ emptySamples }) => emptySamples.length > 0,
    check: async ({ emptyPass }) =>
      firstViolation(await emptyPass(), ({ outcome }) => {
        if (outcome.status !== 'threw' || isTyped(outcome.error)) return undefined
        const got = describe(outcome.error)
        const problem = `emptySamples: tokenize threw ${got}; throw a RomaeError with a code, so that callers can tell errors apart`
        return { problem, got, cause: outcome.error }
      }),
  },
]

function isTyped(error: unknown): boolean {
  return RomaeError.isInstance(error) && typeof error.code === 'string' && error.code !== ''
}
