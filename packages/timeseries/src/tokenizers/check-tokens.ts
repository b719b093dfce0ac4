import type { Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'

/** Throws unless the arrays have the lengths that the tokenizer's tokens have, and hold finite numbers only. */
export function checkTokens({ values, positions, length }: Tokens, tokenSize: number, axes: number): void {
  if (length < 1 || values.length !== length * tokenSize || positions.length !== length * axes) {
    throw errors.TIMESERIES_INVALID_TOKENS({
      expected: `${length} x ${tokenSize} values and ${length} x ${axes} positions, at least one token`,
      got: `${values.length} values and ${positions.length} positions`,
    })
  }
  const bad = values.find(notFinite) ?? positions.find(notFinite)
  if (bad !== undefined) throw errors.TIMESERIES_INVALID_TOKENS({ expected: 'finite numbers', got: String(bad) })
}

const notFinite = (number: number) => !Number.isFinite(number)
