import type { Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'

/** Tokens as a model reads them: what is hidden is not read, as it may be no number. */
export function readable(tokens: Tokens, hidden: Uint8Array, tokenSize: number): Tokens {
  const values = tokens.values.slice()
  for (const [token, isHidden] of hidden.entries()) {
    if (isHidden === 1) values.fill(0, token * tokenSize, (token + 1) * tokenSize)
  }
  return { ...tokens, values }
}

/**
 * Checks what is hidden of a sample, and that what is known is finite.
 *
 * @param place how messages name it
 * @throws RomaeError `TRAINER_COUNT_MISMATCH`, `TRAINER_OPTION`, `TRAINER_VALUE_NOT_FINITE`
 */
export function checkHidden(
  { values, positions, length }: Tokens,
  hidden: Uint8Array,
  { what, sample, tokenSize }: { readonly what: string; readonly sample: number; readonly tokenSize: number },
): void {
  if (hidden.length !== length) throw errors.TRAINER_COUNT_MISMATCH({ what, expected: length, got: hidden.length })
  const wrong = hidden.find((value) => value > 1)
  if (wrong !== undefined) throw errors.TRAINER_OPTION({ key: what, got: wrong, expected: '0 (known) or 1 (hidden)' })
  const value = values.find((number, place) => hidden[Math.floor(place / tokenSize)] === 0 && !Number.isFinite(number))
  if (value !== undefined) throw errors.TRAINER_VALUE_NOT_FINITE({ what: 'the known values', sample, got: value })
  const position = positions.find((number) => !Number.isFinite(number))
  if (position !== undefined) throw errors.TRAINER_VALUE_NOT_FINITE({ what: 'the positions', sample, got: position })
}
