import { describe, expect, it } from 'vitest'
import { type CollateOptions, collate, RomaeError, type Tokens } from './index.ts'

function tokens(values: number[], positions: number[], length: number): Tokens {
  return { values: Float32Array.from(values), positions: Float32Array.from(positions), length }
}

/** Two values per token, positions on two axes. */
const long = tokens([1, 2, 3, 4, 5, 6], [0, 10, 1, 11, 2, 12], 3)
const short = tokens([7, 8], [3, 13], 1)
const layout: CollateOptions = { tokenSize: 2, axes: 2 }

function errorOf(run: () => unknown): RomaeError {
  try {
    run()
  } catch (error) {
    if (RomaeError.isInstance(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('collate', () => {
  it('pads at the end, batch first, with one row of positions per axis', () => {
    expect(collate([long, short], layout)).toEqual({
      // [batch 2, length 3, tokenSize 2]
      values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0),
      // [batch 2, axes 2, length 3]
      positions: Float32Array.of(0, 1, 2, 10, 11, 12, 3, 0, 0, 13, 0, 0),
      padding: Uint8Array.of(0, 0, 0, 0, 1, 1),
      batch: 2,
      length: 3,
      tokenSize: 2,
      axes: 2,
    })
  })

  it('pads every sample to a given length', () => {
    const { length, padding, positions } = collate([short], { ...layout, length: 3 })
    expect(length).toBe(3)
    expect(padding).toEqual(Uint8Array.of(0, 1, 1))
    expect(positions).toEqual(Float32Array.of(3, 0, 0, 13, 0, 0))
  })

  it('shares no memory with the tokens', () => {
    const given = tokens([1, 2], [3, 4], 1)
    const batch = collate([given], layout)
    given.values.fill(9)
    given.positions.fill(9)
    expect([...batch.values, ...batch.positions]).toEqual([1, 2, 3, 4])
  })

  it('rejects an empty list and what is no list', () => {
    expect(errorOf(() => collate([], layout)).code).toBe('TOKENIZER_COLLATE_EMPTY')
    expect(errorOf(() => collate(long as never, layout)).code).toBe('TOKENIZER_COLLATE_EMPTY')
  })

  it('names the sample that is too long, and both lengths', () => {
    const error = errorOf(() => collate([short, long], { ...layout, length: 2 }))
    expect(error.code).toBe('TOKENIZER_COLLATE_TOO_LONG')
    expect(error.fields).toEqual({ sample: 1, got: 3, length: 2 })
  })

  it.each([
    ['tokenSize', { tokenSize: 0, axes: 2 }],
    ['tokenSize', { axes: 2 }],
    ['axes', { tokenSize: 2, axes: 1.5 }],
    ['length', { ...layout, length: Number.NaN }],
    ['maxLength', { ...layout, maxLength: 3 }],
    ['options', undefined],
  ])('rejects a wrong option %s', (key, options) => {
    const error = errorOf(() => collate([long], options as never))
    expect(error.code).toBe('TOKENIZER_COLLATE_OPTION')
    expect(error.fields.key).toBe(key)
  })

  it('names sample, array and both counts of an array of the wrong length', () => {
    const error = errorOf(() => collate([long, tokens([1, 2], [3], 1)], layout))
    expect(error.code).toBe('TOKENIZER_TOKENS_COUNT')
    expect(error.fields).toMatchObject({ sample: 1, field: 'positions', expected: 2, got: 1 })
    expect(errorOf(() => collate([long], { ...layout, tokenSize: 3 })).fields).toMatchObject({
      sample: 0,
      field: 'values',
      expected: 9,
      got: 6,
    })
  })

  it.each([
    ['values', Number.NaN, tokens([1, 2, 3, Number.NaN], [1, 2, 3, 4], 2)],
    ['positions', -Infinity, tokens([1, 2, 3, 4], [1, 2, 3, -Infinity], 2)],
  ])('names sample, token and component of a number in %s that is %d', (field, got, broken) => {
    const error = errorOf(() => collate([long, broken], layout))
    expect(error.code).toBe('TOKENIZER_TOKENS_NOT_FINITE')
    expect(error.fields).toMatchObject({ sample: 1, field, token: 1, component: 1, got })
    expect(error.message).toContain(`sample 1: token 1: ${field}[1]`)
  })
})
