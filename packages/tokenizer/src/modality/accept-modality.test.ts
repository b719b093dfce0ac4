import { describe, expect, it } from 'vitest'
import { acceptModality } from './accept-modality.ts'
import { defineModality } from './define-modality.ts'
import { MODALITY_SPEC_VERSION, type Modality } from './modality.ts'

const none = () => {
  throw new Error('nothing is read here')
}
const least: Modality<string> = {
  specVersion: 1,
  name: 'things',
  samples: 'things',
  files: 'lists of things',
  read: none,
  fit: none,
  restore: none,
}
const accept = (changes: object) => () => acceptModality({ ...least, ...changes }, './things.ts')

describe('a modality', () => {
  it('of what the contract asks for is taken as it is', () => {
    expect(acceptModality(least, './things.ts')).toBe(least)
    expect(defineModality(least)).toBe(least)
  })

  it.each(['name', 'samples', 'files', 'read', 'fit', 'restore'])('without %s is refused, and named', (field) => {
    expect(accept({ [field]: undefined })).toThrowRomae('TOKENIZER_MODALITY', { from: './things.ts', field })
    expect(accept({ [field]: 3 })).toThrowRomae('TOKENIZER_MODALITY', { field, got: '3' })
  })

  it.each([
    'write',
    'describe',
    'inspect',
    'augment',
    'figures',
    'optionsForModel',
    'unusedOptions',
    'augmentationKey',
  ])('has a function %s, or none', (field) => {
    expect(accept({ [field]: none })).not.toThrow()
    expect(accept({ [field]: 'text' })).toThrowRomae('TOKENIZER_MODALITY', { field, got: '"text"' })
  })

  it('says how scores are told by columns and places, if at all', () => {
    const scores = { columns: ['time'], places: () => [] }
    expect(accept({ scores })).not.toThrow()
    const refused = (given: unknown, field: string) =>
      expect(accept({ scores: given })).toThrowRomae('TOKENIZER_MODALITY', { field })
    refused(3, 'scores')
    refused({ ...scores, columns: [] }, 'scores.columns')
    refused({ ...scores, places: undefined }, 'scores.places')
    refused({ ...scores, pieces: 'text' }, 'scores.pieces')
  })

  it.each(['', 'Things', 'my things', '3d'])('is not named %o', (name) => {
    expect(accept({ name })).toThrowRomae('TOKENIZER_MODALITY', { field: 'name' })
  })

  it.each([null, undefined, 'things', () => least])('is an object, and not %o', (value) => {
    expect(() => acceptModality(value, './things.ts')).toThrowRomae('TOKENIZER_MODALITY', { field: 'the modality' })
  })

  it('may have fields that nobody knows yet', () => {
    expect(accept({ shape: 'round' })).not.toThrow()
  })
})

describe('options', () => {
  it.each(['options', 'tokenizerOptions', 'foundOptions'])('are declared: %s', (field) => {
    const refused = (schema: unknown) => expect(accept({ [field]: schema }))
    refused({ size: { kind: 'integer' }, colour: { tone: { kind: 'number' } } }).not.toThrow()
    refused('size').toThrowRomae('TOKENIZER_MODALITY', { field })
    refused({ size: 3 }).toThrowRomae('TOKENIZER_MODALITY', { field: `${field}.size`, got: '3' })
    refused({ size: { kind: 'size' } }).toThrowRomae('TOKENIZER_MODALITY', {
      field: `${field}.size.kind`,
      got: '"size"',
    })
    refused({ 'the-size': { kind: 'integer' } }).toThrowRomae('TOKENIZER_MODALITY', { field: `${field}.the-size` })
    refused({ colour: { tone: { kind: 'tint' } } }).toThrowRomae('TOKENIZER_MODALITY', {
      field: `${field}.colour.tone.kind`,
    })
  })
})

describe('the version', () => {
  const known = [1]

  it('is one of those that are known, and the newest of them is the one described', () => {
    expect(Math.max(...known)).toBe(MODALITY_SPEC_VERSION)
    for (const specVersion of known) expect(accept({ specVersion })).not.toThrow()
  })

  it('where it is newer, names what is to be updated', () => {
    expect(accept({ specVersion: 2 })).toThrowRomae('TOKENIZER_MODALITY_VERSION', { got: '2', known, isNewer: true })
    expect(accept({ specVersion: 2 })).toThrow(
      './things.ts follows version 2 of the modality contract, and this takes 1; update romae and @romae/tokenizer',
    )
    // What else a newer contract asks for is not known here.
    expect(() => acceptModality({ specVersion: 2 }, './things.ts')).toThrowRomae('TOKENIZER_MODALITY_VERSION')
  })

  it.each([undefined, 0, 0.5, '1', null, 'toString'])('is no %o', (specVersion) => {
    expect(accept({ specVersion })).toThrowRomae('TOKENIZER_MODALITY_VERSION', { known, isNewer: false })
    expect(accept({ specVersion })).toThrow('update ./things.ts')
  })

  it('is checked where the modality is written', () => {
    expect(() => defineModality({ ...least, specVersion: 2 as 1 })).toThrowRomae('TOKENIZER_MODALITY_VERSION')
    expect(() => defineModality({ ...least, files: '' })).toThrowRomae('TOKENIZER_MODALITY', { from: 'defineModality' })
  })
})
