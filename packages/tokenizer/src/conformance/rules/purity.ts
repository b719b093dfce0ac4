import { describe } from '../../describe.ts'
import { describeDifference, firstDifference } from '../difference.ts'
import { firstViolation, type Rule, type Violation } from '../rule.ts'
import type { Call } from '../subject.ts'
import { tokenDifference } from '../token-difference.ts'

/** Calls neither change what they are given nor depend on one another. */
export const purityRules: readonly Rule[] = [
  {
    name: 'sample-unchanged',
    description: 'tokenize leaves the sample as it was',
    needs: ['accepts-samples'],
    check: async ({ firstPass, samples, originals }) => {
      await firstPass()
      return firstViolation(samples, (sample, index) => {
        const difference = firstDifference(originals[index], sample, 0)
        if (difference === undefined) return undefined
        return { problem: `tokenize changed its sample: ${describeDifference(difference)}; copy first`, ...difference }
      })
    },
  },
  {
    name: 'call-style',
    description: 'either every call of tokenize returns tokens or every call returns a promise',
    // From here on samples are tokenized again, and a changed sample may well give other tokens.
    needs: ['sample-unchanged'],
    check: async ({ firstPass, secondPass }) => {
      const calls = [...(await firstPass()), ...(await secondPass())]
      const styles = calls.map(({ outcome }) => (outcome.status === 'returned' ? outcome.style : undefined))
      const expected = styles[0]
      if (styles.includes('both')) {
        const problem = 'tokenize returned tokens that have a method then; return either tokens or a promise of them'
        return { problem, sample: styles.indexOf('both') % (calls.length / 2), got: 'both' }
      }
      // A second call that did not return at all breaks another rule.
      const other = styles.findIndex((style) => style !== undefined && style !== expected)
      if (other === -1) return undefined
      const problem = `tokenize returned ${styleName(expected)} for sample 0 and ${styleName(styles[other])} here; mark it async to return a promise always`
      return { problem, sample: other % (calls.length / 2), expected, got: styles[other] }
    },
  },
  {
    name: 'deterministic',
    description: 'the same sample gives the same tokens, whatever came before, from every instance',
    needs: ['tokens', 'call-style'],
    check: async ({ firstPass, secondPass, makeTokenizer, tokenize, samples }) => {
      const first = await firstPass()
      const second = await secondPass()
      const violation = await firstViolation(first, (call, sample) =>
        changed(call, second[sample]!, 'at a second call', 'tokenize must not draw random numbers or remember calls'),
      )
      if (violation !== undefined || makeTokenizer === undefined) return violation
      const sibling = makeTokenizer()
      return firstViolation(first, async (call, sample) =>
        changed(call, await tokenize(samples[sample], sibling), 'from a second instance', 'make instances alike'),
      )
    },
  },
  {
    name: 'keeps-results',
    description: 'later calls leave the arrays of earlier results alone',
    needs: ['deterministic'],
    check: async ({ firstPass, secondPass }) => {
      await secondPass()
      return firstViolation(await firstPass(), ({ outcome, tokens }) => {
        if (outcome.status !== 'returned' || tokens === undefined) return undefined
        const difference = tokenDifference(tokens, outcome.value as typeof tokens, 0)
        if (difference === undefined) return undefined
        const problem = `a later call of tokenize changed the tokens: ${difference.problem}; make new arrays for each call`
        return { ...difference, problem }
      })
    },
  },
  {
    name: 'concurrent-calls',
    description: 'calls that overlap in time give the same tokens as calls one after another',
    // Shared arrays would show here too.
    needs: ['keeps-results'],
    check: async ({ firstPass, tokenize, samples }) => {
      const first = await firstPass()
      // Each sample twice, so that a single sample has company too.
      const concurrent = await Promise.all([...samples, ...samples].map((sample) => tokenize(sample)))
      return firstViolation(concurrent, async (call, index) => {
        const sample = index % samples.length
        const way = 'when calls overlap'
        const violation = changed(first[sample]!, call, way, 'keep what a call works on in local variables')
        return violation && { ...violation, sample }
      })
    },
  },
]

function styleName(style: string | undefined): string {
  return style === 'promise' ? 'a promise' : 'tokens'
}

/** Violation if `again` did not give the tokens that `call` gave. */
function changed(call: Call, again: Call, circumstance: string, remedy: string): Violation | undefined {
  if (call.tokens === undefined) return undefined
  if (again.tokens === undefined) {
    const { outcome } = again
    if (outcome.status === 'hung') return { problem: `tokenize did not settle ${circumstance}; ${remedy}` }
    const cause = outcome.status === 'threw' ? outcome.error : undefined
    const got = outcome.status === 'threw' ? `threw ${describe(cause)}` : `gave ${describe(outcome.value)}`
    return { problem: `tokenize ${got} ${circumstance}; ${remedy}`, got, cause }
  }
  const difference = tokenDifference(call.tokens, again.tokens, 0)
  return difference && { ...difference, problem: `${difference.problem} ${circumstance}; ${remedy}` }
}
