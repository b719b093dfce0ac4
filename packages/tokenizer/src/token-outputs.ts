import type { TokenOutput } from './tokenizer.ts'

/** Values of a token that one of its outputs takes. */
export function outputSize(output: TokenOutput): number {
  if (output.kind === 'numbers') return output.size
  return output.kind === 'category' ? output.yes.length : 1
}

/** What is wrong with the outputs that a tokenizer has, in words; undefined where they describe its tokens. */
export function outputsProblem(outputs: unknown, tokenSize: number): string | undefined {
  if (!Array.isArray(outputs)) return 'are no list'
  for (const [index, output] of outputs.entries()) {
    if (!isOutput(output, tokenSize)) return `have an entry ${index} that is none`
  }
  const total = (outputs as readonly TokenOutput[]).reduce((sum, output) => sum + outputSize(output), 0)
  return total === tokenSize ? undefined : `are of ${total} values, and a token has ${tokenSize}`
}

function isOutput(given: unknown, tokenSize: number): given is TokenOutput {
  const { kind, size, known, yes, no } = (given ?? {}) as Readonly<Record<string, unknown>>
  const isPlace = (one: unknown) => Number.isInteger(one) && (one as number) >= 0 && (one as number) < tokenSize
  if (kind === 'numbers') return isPlace((size as number) - 1) && (known === undefined || isPlace(known))
  if (kind === 'binary') return isYes(yes) && isNo(no)
  if (kind !== 'category' || !Array.isArray(yes) || !Array.isArray(no)) return false
  return yes.length > 0 && yes.length === no.length && yes.every(isYes) && no.every(isNo)
}

const isYes = (one: unknown) => Number.isFinite(one) && (one as number) > 0
const isNo = (one: unknown) => Number.isFinite(one) && (one as number) <= 0
