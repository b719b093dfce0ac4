import { describe, expect, it } from 'vitest'
import { checkTokens, type RomaeError } from './index.ts'

const tokenizer = { name: 'pairs', axes: ['time'], tokenSize: 2, maxLength: 2 }
const good = { values: Float32Array.of(1, 2), positions: Float32Array.of(0), length: 1 }

function errorOf(tokens: unknown): RomaeError | undefined {
  try {
    checkTokens(tokens, tokenizer, 7)
    return undefined
  } catch (error) {
    return error as RomaeError
  }
}

describe('checkTokens', () => {
  it('accepts what the tokenizer promises', () => {
    expect(errorOf(good)).toBeUndefined()
    expect(errorOf({ values: new Float32Array(4), positions: new Float32Array(2), length: 2 })).toBeUndefined()
  })

  it.each([
    ['TOKENIZER_TOKENS_TYPE', undefined],
    ['TOKENIZER_TOKENS_TYPE', { ...good, values: [1, 2] }],
    ['TOKENIZER_TOKENS_TYPE', { ...good, positions: Float64Array.of(0) }],
    ['TOKENIZER_TOKENS_LENGTH', { ...good, length: 0 }],
    ['TOKENIZER_TOKENS_LENGTH', { ...good, length: 1.5 }],
    ['TOKENIZER_TOKENS_LENGTH', { values: good.values, positions: good.positions }],
    ['TOKENIZER_TOKENS_COUNT', { ...good, values: Float32Array.of(1) }],
    ['TOKENIZER_TOKENS_COUNT', { ...good, positions: Float32Array.of(1, 2) }],
    ['TOKENIZER_TOKENS_NOT_FINITE', { ...good, positions: Float32Array.of(Number.NaN) }],
    ['TOKENIZER_TOKENS_TOO_MANY', { values: new Float32Array(6), positions: new Float32Array(3), length: 3 }],
  ])('%s', (code, tokens) => {
    const error = errorOf(tokens)
    expect(error).toMatchObject({ code, fields: { tokenizer: 'pairs', sample: 7 } })
  })
})
