import { checkTokenizer } from '../../check-tokenizer.ts'
import { describe } from '../../describe.ts'
import { describeDifference, firstDifference } from '../difference.ts'
import { firstViolation, type Rule, type Violation } from '../rule.ts'
import type { Subject } from '../subject.ts'
import { tokenDifference } from '../token-difference.ts'

/** The way back from what `toJSON` gave: a model that was saved is used with a tokenizer that was made again. */
export const remakingRules: readonly Rule[] = [
  {
    name: 'from-json',
    description: 'a tokenizer made again from what toJSON gave describes itself and tokenizes as this one does',
    needs: ['json', 'deterministic'],
    applies: ({ hasMethod, fromJson }) => hasMethod('toJSON') && fromJson !== undefined,
    check: async (subject) => {
      let remade: unknown
      try {
        remade = subject.fromJson!(JSON.parse(JSON.stringify(subject.tokenizer.toJSON!())))
        checkTokenizer(remade)
      } catch (cause) {
        return { problem: `fromJSON made no tokenizer of what toJSON gave: ${describe(cause)}`, cause }
      }
      return otherDescription(subject.tokenizer, remade) ?? (await otherTokens(subject, remade))
    },
  },
  {
    name: 'way-back',
    severity: 'warning',
    description: 'the suite is told how a tokenizer is made again from what toJSON gave',
    needs: ['json'],
    applies: ({ hasMethod }) => hasMethod('toJSON'),
    check: async ({ fromJson }) => {
      if (fromJson !== undefined) return undefined
      const problem = 'whether toJSON holds all that was fitted is not checked; give the option fromJSON'
      return { problem, expected: 'a function that makes the tokenizer again', got: undefined }
    },
  },
]

function otherDescription(tokenizer: Subject['tokenizer'], remade: Subject['tokenizer']): Violation | undefined {
  for (const field of ['name', 'axes', 'tokenSize', 'maxLength', 'unordered'] as const) {
    const difference = firstDifference(tokenizer[field], remade[field], 0)
    if (difference === undefined) continue
    const problem = `a tokenizer made again has another ${field}: ${describeDifference(difference)}`
    return { problem, ...difference }
  }
  const difference = firstDifference(tokenizer.toJSON!(), remade.toJSON?.(), 0)
  if (difference === undefined) return undefined
  const problem = `a tokenizer made again gives other JSON: ${describeDifference(difference)}`
  return { problem: `${problem}; fromJSON has to take over all that toJSON gives`, ...difference }
}

async function otherTokens(
  { firstTokens, tokenize, samples }: Subject,
  remade: Subject['tokenizer'],
): Promise<Violation | undefined> {
  return firstViolation(await firstTokens(), async (tokens, sample) => {
    const { outcome, tokens: again } = await tokenize(samples[sample], remade)
    const remedy = 'toJSON has to give all that was fitted'
    if (again === undefined) {
      const cause = outcome.status === 'threw' ? outcome.error : undefined
      return { problem: `a tokenizer made again gave no tokens: ${describe(cause)}; ${remedy}`, cause }
    }
    const difference = tokenDifference(tokens, again, 0)
    return difference && { ...difference, problem: `${difference.problem} from a tokenizer made again; ${remedy}` }
  })
}
