import { checkDescription, checkIsObject, checkSpecVersion } from '../../check-tokenizer.ts'
import { describe } from '../../describe.ts'
import { describeDifference, firstDifference } from '../difference.ts'
import { type Rule, violationOf } from '../rule.ts'
import { settle } from '../settle.ts'

/** What the tokenizer says about itself. */
export const descriptionRules: readonly Rule[] = [
  {
    name: 'description',
    description: 'name, axes, tokenSize, maxLength, package, version and the methods are as the contract says',
    needs: [],
    check: async ({ tokenizer }) =>
      violationOf(() => {
        checkIsObject(tokenizer)
        checkDescription(tokenizer)
      }),
  },
  {
    name: 'spec-version',
    description: 'specVersion is the version of the contract that this suite checks',
    needs: ['description'],
    check: async ({ tokenizer }) => violationOf(() => checkSpecVersion(tokenizer)),
  },
  {
    name: 'json',
    description: 'toJSON gives plain JSON data, which comes out of JSON.stringify and JSON.parse as it was',
    needs: ['description'],
    applies: ({ hasMethod }) => hasMethod('toJSON'),
    check: async ({ tokenizer, timeout }) => {
      const outcome = await settle(() => tokenizer.toJSON?.(), timeout)
      if (outcome.status !== 'returned' || outcome.style !== 'plain') {
        const cause = outcome.status === 'threw' ? outcome.error : undefined
        const problem = cause === undefined ? 'toJSON gave a promise' : `toJSON threw ${describe(cause)}`
        return { problem: `${problem}; it has to return plain data at once`, cause }
      }
      const { value } = outcome
      let text: string | undefined
      try {
        text = JSON.stringify(value)
      } catch (cause) {
        return { problem: `JSON.stringify cannot write what toJSON gave: ${describe(cause)}`, got: value, cause }
      }
      // JSON.stringify answers undefined for undefined and for functions.
      const parsed: unknown = text === undefined ? null : JSON.parse(text)
      const difference = firstDifference(value, parsed, 0)
      if (difference === undefined) return undefined
      const problem = `toJSON gave more than JSON holds: ${describeDifference(difference)} after JSON.parse`
      return {
        problem: `${problem}; use plain objects, arrays, strings, booleans, null and finite numbers`,
        ...difference,
      }
    },
  },
]
