import { nearestName } from '@romae/internal/errors'
import type { Tokenizer } from '../../tokenizer.ts'
import type { Rule, Violation } from '../rule.ts'

const required: readonly string[] = [
  'specVersion',
  'name',
  'axes',
  'tokenSize',
  'tokenize',
] satisfies (keyof Tokenizer<unknown>)[]

/** What a tokenizer may leave out, and so may write wrong unnoticed: whether it is a method. */
const optionalNames = {
  maxLength: 'field',
  package: 'field',
  version: 'field',
  unordered: 'field',
  warnings: 'field',
  detokenize: 'method',
  estimate: 'method',
  fillMissing: 'method',
  toJSON: 'method',
} as const satisfies Partial<Record<keyof Tokenizer<unknown>, 'field' | 'method'>>

/** Names of a tokenizer that are nearly those of the contract. Any other name is the tokenizer's own business. */
export const nameRules: readonly Rule[] = [
  {
    name: 'known-names',
    description: 'no field or method has almost the name of one in the contract that is missing',
    needs: ['description'],
    check: async ({ tokenizer }) => misspelling(tokenizer as unknown as Readonly<Record<string, unknown>>),
  },
]

function misspelling(tokenizer: Readonly<Record<string, unknown>>): Violation | undefined {
  for (const kind of ['field', 'method'] as const) {
    const missing = Object.entries(optionalNames)
      .filter(([name, what]) => what === kind && tokenizer[name] === undefined)
      .map(([name]) => name)
    for (const name of namesOf(tokenizer)) {
      if (required.includes(name) || Object.hasOwn(optionalNames, name)) continue
      if ((typeof tokenizer[name] === 'function') !== (kind === 'method')) continue
      const nearest = nearestName(name, missing)
      if (nearest === null) continue
      const problem = `the ${kind} ${name} is not part of the contract, which has ${nearest}; rename it, or call it something else`
      return { problem, expected: nearest, got: name }
    }
  }
  return undefined
}

/** Own names, and those of the classes that it is an instance of. */
function namesOf(tokenizer: object): readonly string[] {
  const names = new Set<string>()
  for (let level = tokenizer; level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) if (name !== 'constructor') names.add(name)
  }
  return [...names]
}
