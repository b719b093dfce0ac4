import { describe, expect, expectTypeOf, it } from 'vitest'
import { checkTokenizer, type RomaeError, SPEC_VERSION, type Tokenizer } from './index.ts'

const good: Tokenizer<readonly number[]> = {
  specVersion: SPEC_VERSION,
  name: 'numbers',
  axes: ['time'],
  tokenSize: 1,
  tokenize: (sample) => ({
    values: Float32Array.from(sample),
    positions: Float32Array.from(sample.keys()),
    length: sample.length,
  }),
}

function errorOf(tokenizer: unknown): RomaeError | undefined {
  try {
    checkTokenizer(tokenizer)
    return undefined
  } catch (error) {
    return error as RomaeError
  }
}

describe('checkTokenizer', () => {
  it('accepts a minimal and a complete tokenizer', () => {
    expect(errorOf(good)).toBeUndefined()
    const origin = { package: '@someone/numbers', version: '1.0.0' }
    expect(errorOf({ ...good, ...origin, maxLength: 8, detokenize: () => [], toJSON: () => ({}) })).toBeUndefined()
  })

  it.each([
    ['TOKENIZER_NOT_AN_OBJECT', null],
    ['TOKENIZER_NOT_AN_OBJECT', () => good],
    ['TOKENIZER_NAME', { ...good, name: '' }],
    ['TOKENIZER_AXES', { ...good, axes: [] }],
    ['TOKENIZER_AXES', { ...good, axes: 'time' }],
    ['TOKENIZER_AXES', { ...good, axes: ['time', 'time'] }],
    ['TOKENIZER_AXES', { ...good, axes: ['time', ''] }],
    ['TOKENIZER_AXES', { ...good, axes: new Array(1) }],
    ['TOKENIZER_TOKEN_SIZE', { ...good, tokenSize: 0 }],
    ['TOKENIZER_TOKEN_SIZE', { ...good, tokenSize: '1' }],
    ['TOKENIZER_MAX_LENGTH', { ...good, maxLength: Infinity }],
    ['TOKENIZER_OUTPUTS', { ...good, outputs: 'numbers' }],
    ['TOKENIZER_OUTPUTS', { ...good, outputs: [{ kind: 'numbers', size: good.tokenSize + 1 }] }],
    ['TOKENIZER_OUTPUTS', { ...good, outputs: [{ kind: 'category', yes: [1], no: [0.5] }] }],
    ['TOKENIZER_OUTPUTS', { ...good, outputs: [{ kind: 'ordinal', size: good.tokenSize }] }],
    ['TOKENIZER_CHANNELS', { ...good, channels: { axis: 'channel', names: ['a'] } }],
    ['TOKENIZER_CHANNELS', { ...good, channels: { axis: 'time', names: ['a', 'a'] } }],
    ['TOKENIZER_CHANNELS', { ...good, channels: null }],
    ['TOKENIZER_CHANNELS', { ...good, channels: { axis: null, names: ['a'] } }],
    ['TOKENIZER_UNITS', { ...good, channels: { names: ['a', 'b'], units: ['K'] } }],
    ['TOKENIZER_UNITS', { ...good, channels: { names: ['a', 'b'], units: ['K', ''] } }],
    ['TOKENIZER_UNITS', { ...good, channels: { names: ['a'], units: new Array(1) } }],
    ['TOKENIZER_UNITS', { ...good, channels: { names: ['a'], units: 'K' } }],
    ['TOKENIZER_ORIGIN', { ...good, package: '' }],
    ['TOKENIZER_ORIGIN', { ...good, version: 1 }],
    ['TOKENIZER_METHOD', { ...good, tokenize: undefined }],
    ['TOKENIZER_METHOD', { ...good, detokenize: true }],
    ['TOKENIZER_METHOD', { ...good, toJSON: {} }],
  ])('%s', (code, tokenizer) => {
    expect(errorOf(tokenizer)?.code).toBe(code)
  })

  it('judges the version first, and says which side to update', () => {
    const newer = errorOf({ specVersion: SPEC_VERSION + 1, name: 'future', shapes: [] })
    expect(newer?.message).toBe(
      `supports specVersion ${SPEC_VERSION}; got ${SPEC_VERSION + 1} from "future"; update @romae/tokenizer and the packages that use it [TOKENIZER_SPEC_VERSION]`,
    )
    expect(errorOf({ ...good, specVersion: SPEC_VERSION - 1 })?.message).toContain('; update the tokenizer [')
    expect(errorOf({ ...good, specVersion: undefined })?.message).toContain('got undefined')
  })

  it('narrows unknown to a tokenizer', () => {
    const tokenizer: unknown = good
    checkTokenizer(tokenizer)
    expectTypeOf(tokenizer).toEqualTypeOf<Tokenizer<unknown>>()
  })
})

describe('the type Tokenizer', () => {
  it('refuses another specVersion', () => {
    // @ts-expect-error the contract's version is 1
    const wrong: Tokenizer<readonly number[]> = { ...good, specVersion: 2 }
    expect(errorOf(wrong)?.code).toBe('TOKENIZER_SPEC_VERSION')
    expectTypeOf<Omit<typeof good, 'specVersion'> & { specVersion: 1 }>().toExtend<typeof good>()
    expectTypeOf<Omit<typeof good, 'specVersion'> & { specVersion: 2 }>().not.toExtend<typeof good>()
  })

  it('lets a tokenizer of any sample stand where the sample does not matter', () => {
    expectTypeOf<Tokenizer<Date>>().toExtend<Tokenizer<unknown>>()
  })
})
