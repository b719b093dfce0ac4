import { describe, expect, it } from 'vitest'
import { romaeError } from '../testing/errors.ts'
import { checkClasses, classesOf, classIndices } from './labels.ts'

describe('classesOf', () => {
  it('sorts by text, numbers by value', () => {
    expect(classesOf(['b', 'a', 'b', 'c'])).toEqual(['a', 'b', 'c'])
    expect(classesOf(['10', '9', '1.5', '-2', '9'])).toEqual(['-2', '1.5', '9', '10'])
    expect(classesOf(['10', '9', 'x'])).toEqual(['10', '9', 'x'])
  })

  it('refuses a single class', () => {
    expect(() => classesOf(['a', 'a'])).toThrow(romaeError('TRAINER_ONE_CLASS', /the label "a"/))
  })
})

describe('checkClasses', () => {
  it('accepts different names, and refuses one alone or twice', () => {
    expect(checkClasses(['b', 'a'])).toEqual(['b', 'a'])
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
