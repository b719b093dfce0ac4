import { describe, expect, it } from 'vitest'
import { checkClasses, classesOf, classIndices, labelTexts } from './labels.ts'

describe('labelTexts', () => {
  it('takes numbers by their decimal text', () => {
    expect(labelTexts([1, '1', 0, -0, 2.5, 'two'])).toEqual(['1', '1', '0', '0', '2.5', 'two'])
  })

  it.each([
    [undefined, { sample: 'sample 1', got: undefined }],
    [null, { sample: 'sample 1', got: null }],
    [Number.NaN, { sample: 'sample 1', got: Number.NaN }],
    [Infinity, { sample: 'sample 1', got: Infinity }],
    [true, { sample: 'sample 1', got: true }],
    [{ name: 'a' }, { sample: 'sample 1' }],
    [1n, { sample: 'sample 1' }],
    ['', { sample: 'sample 1', got: '' }],
    [' \t', { sample: 'sample 1', got: ' \t' }],
  ])('refuses %o, naming its sample', (label, fields) => {
    expect(() => labelTexts(['a', label as never, 'b'])).toThrowRomae('TRAINER_LABEL', fields)
  })

  it('refuses a hole of a list', () => {
    const labels = ['a', 'b']
    labels.length = 3
    expect(() => labelTexts(labels, (index) => `s${index}`)).toThrowRomae('TRAINER_LABEL', {
      sample: 's2',
      got: undefined,
    })
  })
})

describe('classesOf', () => {
  it('sorts by text, numbers by value', () => {
    expect(classesOf(['b', 'a', 'b', 'c'])).toEqual(['a', 'b', 'c'])
    expect(classesOf(['10', '9', '1.5', '-2', '9'])).toEqual(['-2', '1.5', '9', '10'])
    expect(classesOf(['10', '9', 'x'])).toEqual(['10', '9', 'x'])
    expect(classesOf(['9', '0x10', '8'])).toEqual(['0x10', '8', '9'])
  })

  it('refuses a single class', () => {
    expect(() => classesOf(['a', 'a'])).toThrowRomae('TRAINER_ONE_CLASS', { label: 'a' })
  })
})

describe('checkClasses', () => {
  it('accepts different names, and refuses one alone or twice', () => {
    expect(checkClasses(['b', 'a'])).toEqual(['b', 'a'])
    expect(checkClasses([1, 0])).toEqual(['1', '0'])
    expect(() => checkClasses([1, '1'])).toThrowRomae('TRAINER_OPTION', { key: 'classes', found: '"1" twice' })
    expect(() => checkClasses(['a', null as never])).toThrowRomae('TRAINER_OPTION', { key: 'classes', got: null })
    expect(() => checkClasses(['a'])).toThrowRomae('TRAINER_OPTION', { key: 'classes', found: '1' })
    expect(() => checkClasses(['a', 'b', 'a'])).toThrowRomae('TRAINER_OPTION', { key: 'classes', found: '"a" twice' })
  })
})

describe('classIndices', () => {
  it('finds each label among the classes', () => {
    expect(classIndices(['b', 'a', 'b'], ['a', 'b', 'c'])).toEqual(Int32Array.of(1, 0, 1))
  })

  it('names the sample of a label that no class has', () => {
    expect(() => classIndices(['a', 'x'], ['a', 'b'])).toThrowRomae('TRAINER_UNKNOWN_LABEL', {
      sample: 'sample 1',
      label: 'x',
    })
  })
})
