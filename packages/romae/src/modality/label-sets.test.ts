import { describe, expect, it } from 'vitest'
import { labelSetsOf, requireOneLabel, strataOf, textOfLabels } from './label-sets.ts'

const setsOf = (...texts: string[]) =>
  texts.map((text) => (text === '?' ? undefined : { has: text === '' ? [] : [...text], unknown: [] }))
const strata = (texts: readonly string[], least?: number) =>
  strataOf({ labels: texts.map(() => undefined), labelSets: setsOf(...texts) }, least)

describe('strata', () => {
  it('of one label each are the labels', () => {
    expect(strataOf({ labels: ['a', undefined, 'b'] })).toEqual(['a', '', 'b'])
  })

  it('of several are the rarest that a sample has, or none', () => {
    // Of a there are five, of b three, of c two.
    expect(strata(['a', 'ab', 'abc', '', 'ab', 'ac', '?'], 1)).toEqual([
      'label a',
      'label b',
      'label c',
      'none',
      'label b',
      'label c',
      'none',
    ])
  })

  it('put together what is few of', () => {
    const texts = ['a', 'a', 'a', 'b', 'c', '']
    expect(strata(texts, 3)).toEqual(['label a', 'label a', 'label a', 'few', 'few', 'few'])
    // Two are too few for three parts, also together: they go with what is largest.
    expect(strata(['a', 'a', 'a', 'b', 'c'], 3)).toEqual(Array.from({ length: 5 }, () => 'label a'))
  })
})

it('labels are a text by which they are seen in tables', () => {
  expect(textOfLabels({ has: ['rain', 'fog'], unknown: ['wind'] })).toBe('rain;fog;wind?')
  expect(textOfLabels({ has: [], unknown: [] })).toBe('')
})

it('sets are not taken for one label each, nor the other way round', () => {
  const labelSets = setsOf('a')
  expect(labelSetsOf({ labelSets }, 'evaluate')).toEqual(labelSets)
  expect(() => labelSetsOf({}, 'evaluate')).toThrowRomae('APP_LABEL_SETS', { where: 'evaluate' })
  expect(() => requireOneLabel({ labelSets }, 'probe')).toThrowRomae('APP_LABEL_SETS', { where: 'probe' })
  expect(() => requireOneLabel({}, 'probe')).not.toThrow()
})
