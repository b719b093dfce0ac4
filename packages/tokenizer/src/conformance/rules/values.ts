import type { Rule } from '../rule.ts'

/** Beyond these a model that is trained by the usual learning rates learns slowly, or not at all. */
const [SMALL, LARGE] = [1e-3, 30]

/** What values are worth to a model. */
export const valueRules: readonly Rule[] = [
  {
    name: 'values-scale',
    severity: 'warning',
    description: 'values are of the order of 1',
    needs: ['deterministic', 'finite-values'],
    check: async ({ firstTokens }) => {
      const samples = await firstTokens()
      const count = samples.reduce((sum, { values }) => sum + values.length, 0)
      const squares = samples.reduce(
        (sum, { values }) => sum + values.reduce((inner, value) => inner + value ** 2, 0),
        0,
      )
      const size = Math.sqrt(squares / count)
      if (size === 0 || (size >= SMALL && size <= LARGE)) return undefined
      const problem = `the root mean square of all values is ${size.toPrecision(3)}; models expect about 1`
      return { problem: `${problem}: standardise them, by statistics that toJSON gives`, got: size }
    },
  },
]
