import type { Tokens } from '../tokenizer.ts'
import { areClose } from './difference.ts'

/** The first place where the tokens of two calls differ. */
export interface TokenDifference {
  readonly token?: number
  readonly expected: number
  readonly got: number
  /** Names what differs and both numbers. */
  readonly problem: string
}

export function copyTokens({ values, positions, length }: Tokens): Tokens {
  return { values: values.slice(), positions: positions.slice(), length }
}

/** Compares tokens number by number; with the tolerance 0 they have to be the same. */
export function tokenDifference(expected: Tokens, got: Tokens, tolerance: number): TokenDifference | undefined {
  if (!Object.is(expected.length, got.length)) {
    const problem = `the number of tokens was ${expected.length} and is ${got.length}`
    return { expected: expected.length, got: got.length, problem }
  }
  for (const field of ['values', 'positions'] as const) {
    const [before, after] = [expected[field], got[field]]
    if (before.length !== after.length) {
      const problem = `the length of ${field} was ${before.length} and is ${after.length}`
      return { expected: before.length, got: after.length, problem }
    }
    const perToken = before.length / expected.length
    for (let index = 0; index < before.length; index++) {
      if (areClose(before[index]!, after[index]!, tolerance)) continue
      const problem = `${field}[${index % perToken}] of the token was ${before[index]} and is ${after[index]}`
      return { token: Math.floor(index / perToken), expected: before[index]!, got: after[index]!, problem }
    }
  }
  return undefined
}
