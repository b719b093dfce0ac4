import { describe, typedArrayName } from './describe.ts'
import { errors } from './errors.ts'
import { isCount } from './is-count.ts'
import type { Tokenizer, Tokens } from './tokenizer.ts'

/** What the arrays of a sample's tokens are measured by. */
export interface TokenLayout {
  /** Values in one token. */
  readonly tokenSize: number
  /** Number of position axes. */
  readonly axes: number
}

/** Named in messages. */
export interface TokenPlace {
  readonly tokenizer?: string | undefined
  readonly sample?: number | undefined
}

/**
 * Checks that `tokens` are what `tokenizer` says it gives: array types and lengths, finite numbers, `maxLength`.
 *
 * @param sample index of the sample, to be named in the message
 * @throws RomaeError `TOKENIZER_TOKENS_TYPE`, `TOKENIZER_TOKENS_LENGTH`, `TOKENIZER_TOKENS_COUNT`,
 * `TOKENIZER_TOKENS_NOT_FINITE`, `TOKENIZER_TOKENS_TOO_MANY` or `TOKENIZER_TOKENS_CHANNEL`
 */
export function checkTokens(
  tokens: unknown,
  tokenizer: Pick<Tokenizer<unknown>, 'name' | 'axes' | 'tokenSize' | 'maxLength' | 'channels'>,
  sample?: number,
): asserts tokens is Tokens {
  const place: TokenPlace = { tokenizer: tokenizer.name, sample }
  checkTokenArrays(tokens, { tokenSize: tokenizer.tokenSize, axes: tokenizer.axes.length }, place)
  checkTokenLimit(tokens, tokenizer.maxLength, place)
  checkTokenChannels(tokens, tokenizer, place)
}

/** Where the tokenizer names its channels, a token's position on their axis is the index of one. */
export function checkTokenChannels(
  { positions, length }: Tokens,
  { axes, channels }: Pick<Tokenizer<unknown>, 'axes' | 'channels'>,
  place: TokenPlace,
): void {
  const { axis, names = [] } = channels ?? {}
  if (axis === undefined) return
  for (let token = 0; token < length; token++) {
    const got = positions[token * axes.length + axes.indexOf(axis)]!
    if (Number.isInteger(got) && got >= 0 && got < names.length) continue
    throw errors.TOKENIZER_TOKENS_CHANNEL({ ...place, axis, channels: names.length, token, got })
  }
}

/** The part of `checkTokens` that needs no tokenizer. */
export function checkTokenArrays(tokens: unknown, layout: TokenLayout, place: TokenPlace): asserts tokens is Tokens {
  checkTokenTypes(tokens, place)
  checkTokenLength(tokens, place)
  checkTokenCount(tokens, 'values', layout.tokenSize, place)
  checkTokenCount(tokens, 'positions', layout.axes, place)
  checkTokensFinite(tokens, 'values', layout.tokenSize, place)
  checkTokensFinite(tokens, 'positions', layout.axes, place)
}

export function checkTokenTypes(tokens: unknown, place: TokenPlace): asserts tokens is Tokens {
  if (typeof tokens !== 'object' || tokens === null) {
    throw errors.TOKENIZER_TOKENS_TYPE({ ...place, field: 'tokens', got: describe(tokens) })
  }
  for (const field of ['values', 'positions'] as const) {
    const array = (tokens as Partial<Tokens>)[field]
    if (typedArrayName(array) === 'Float32Array') continue
    throw errors.TOKENIZER_TOKENS_TYPE({ ...place, field, got: describe(array) })
  }
}

export function checkTokenLength({ length }: Tokens, place: TokenPlace): void {
  if (!isCount(length)) throw errors.TOKENIZER_TOKENS_LENGTH({ ...place, got: describe(length) })
}

export function checkTokenCount(
  tokens: Tokens,
  field: 'values' | 'positions',
  perToken: number,
  place: TokenPlace,
): void {
  const { length } = tokens
  const expected = length * perToken
  const got = tokens[field].length
  if (got !== expected) throw errors.TOKENIZER_TOKENS_COUNT({ ...place, field, length, perToken, expected, got })
}

export function checkTokensFinite(
  tokens: Tokens,
  field: 'values' | 'positions',
  perToken: number,
  place: TokenPlace,
): void {
  const array = tokens[field]
  for (let index = 0; index < array.length; index++) {
    const got = array[index]!
    if (Number.isFinite(got)) continue
    const token = Math.floor(index / perToken)
    throw errors.TOKENIZER_TOKENS_NOT_FINITE({ ...place, field, token, component: index % perToken, got })
  }
}

export function checkTokenLimit({ length }: Tokens, maxLength: number | undefined, place: TokenPlace): void {
  if (maxLength === undefined || length <= maxLength) return
  throw errors.TOKENIZER_TOKENS_TOO_MANY({ ...place, length, maxLength })
}
