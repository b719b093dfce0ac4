import { describe, expect, it } from 'vitest'
import { romaeError } from '../testing/errors.ts'
import { checkClasses, classesOf, classIndices, labelTexts } from './labels.ts'

describe('labelTexts', () => {
  it('takes numbers by their decimal text', () => {
    expect(labelTexts([1, '1', 0, -0, 2.5, 'two'])).toEqual(['1', '1', '0', '0', '2.5', 'two'])
  })

  it.each([
    [undefined, /sample 1 has no label: got undefined/],
    [null, /got null/],
    [Number.NaN, /got NaN \(number\)/],
    [Infinity, /got Infinity/],
    [true, /got true \(boolean\)/],
    [{ name: 'a' }, /\(object\)/],
    [1n, /got 1 \(bigint\)/],
    ['', /got ""/],
    [' \t', /got " \\t"/],
  ])('refuses %o, naming its sample', (label, message) => {
    expect(() => labelTexts(['a', label as never, 'b'])).toThrow(romaeError('TRAINER_LABEL', message))
  })

  it('refuses a hole of a list', () => {
    const labels = ['a', 'b']
    labels.length = 3
    expect(() => labelTexts(labels, (index) => `s${index}`)).toThrow(romaeError('TRAINER_LABEL', /^s2 has no label/))
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
    expect(() => classesOf(['a', 'a'])).toThrow(romaeError('TRAINER_ONE_CLASS', /the label "a"/))
  })
})

describe('checkClasses', () => {
  it('accepts different names, and refuses one alone or twice', () => {
    expect(checkClasses(['b', 'a'])).toEqual(['b', 'a'])
    expect(checkClasses([1, 0])).toEqual(['1', '0'])
    expect(() => checkClasses([1, '1'])).toThrow(romaeError('TRAINER_OPTION', /got "1" twice/))
    expect(() => checkClasses(['a', null as never])).toThrow(romaeError('TRAINER_OPTION', /classes .*got null/))
    expect(() => checkClasses(['a'])).toThrow(romaeError('TRAINER_OPTION', /got 1/))
    expect(() => checkClasses(['a', 'b', 'a'])).toThrow(romaeError('TRAINER_OPTION', /got "a" twice/))
  })
})

describe('classIndices', () => {
  it('finds each label among the classes', () => {
    expect(classIndices(['b', 'a', 'b'], ['a', 'b', 'c'])).toEqual(Int32Array.of(1, 0, 1))
  })

  it('names the sample of a label that no class has', () => {
    expect(() => classIndices(['a', 'x'], ['a', 'b'])).toThrow(
      romaeError('TRAINER_UNKNOWN_LABEL', /sample 1 has the label "x".*: a, b/),
    )
  })
})
