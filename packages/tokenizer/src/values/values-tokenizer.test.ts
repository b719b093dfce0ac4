import { describe, expect, it, test } from 'vitest'
import { tokenizerSet, type Values, valuesTokenizer } from '../index.ts'
import { registerConformance } from '../testing.ts'

const stays: readonly Values[] = [
  { age: 60, weight: 80, ward: 'heart', sex: 'f' },
  { age: 70, weight: null, ward: 'heart', sex: 'm' },
  { age: 80, weight: 60, ward: 'lung', sex: 'f' },
  { age: 50, ward: 'liver', sex: 'm' },
]
const tokenizer = valuesTokenizer.fit(stays, { numbers: ['age', 'weight'], categories: ['ward', 'sex'] })

describe('values', () => {
  registerConformance(test, {
    tokenizer,
    samples: stays.map((stay) => ({ ...stay, weight: stay.weight ?? null })),
    fromJSON: (json) => valuesTokenizer.fromJSON(json),
    onWarning: () => {},
  })

  it('are one token: numbers, categories, and whether what some lack is there', () => {
    expect(tokenizer.tokenSize).toBe(1 + 2 + 3 + 2)
    const tokens = stays.map((stay) => [...tokenizer.tokenize(stay).values])
    // Of standardised values, guessing the mean has an error of 1.
    const size = tokens.flat().reduce((sum, value) => sum + value ** 2, 0)
    const missing = 2
    expect(size / (tokens.flat().length - missing)).toBeCloseTo(1, 5)
    expect(tokens[0]![0]).toBeCloseTo(-5 / Math.sqrt(125), 6)
    expect([tokens[1]![1], tokens[3]![1]]).toEqual([0, 0])
  })

  it('come back as they were, what was missing as missing', () => {
    for (const stay of stays) {
      const back = tokenizer.detokenize(tokenizer.tokenize(stay))
      expect(back.age).toBeCloseTo(stay.age as number, 4)
      expect([back.ward, back.sex, back.weight == null]).toEqual([stay.ward, stay.sex, stay.weight == null])
    }
  })

  it('need no axis of their own in a set', () => {
    const waves = { ...tokenizer, name: 'waves', axes: ['time'] }
    const onTime = valuesTokenizer({ ...tokenizer.options, axis: 'time' })
    expect(tokenizerSet({ waves, about: onTime }).axes).toEqual(['time'])
  })

  it.each<[string, unknown, object]>([
    [
      'a category that is not known',
      { ward: 'eye' },
      { name: 'ward', problem: /none of the categories heart, liver, lung/ },
    ],
    ['a text for a number', { age: 'old' }, { name: 'age', problem: /no finite number/ }],
    ['NaN', { age: Number.NaN }, { name: 'age', problem: /no finite number/ }],
    [
      'a name that is not known',
      { height: 1 },
      { name: 'height', problem: /not known; there are age, weight, ward, sex/ },
    ],
    ['nothing', { age: null }, { name: null, problem: /are all missing/ }],
    ['no object', 7, { name: null, problem: /no object of age/ }],
  ])('refuse %s', (_, sample, { name, problem }: { name?: string | null; problem?: RegExp }) => {
    expect(() => tokenizer.tokenize(sample as Values)).toThrowRomae('TOKENIZER_VALUES_SAMPLE', {
      name,
      problem: expect.stringMatching(problem!),
    })
  })

  it.each([
    [{ numbers: [] }, /name no value/],
    [{ numbers: ['age', 'age'] }, /name age twice/],
    [{ numbers: ['height'] }, /has no value in any sample/],
  ])('cannot be fitted to %j', (options, rule) => {
    expect(() => valuesTokenizer.fit(stays, options)).toThrowRomae('TOKENIZER_VALUES', {
      rule: expect.stringMatching(rule),
    })
  })

  it('refuses a state that is none of its own', () => {
    for (const json of [
      null,
      { name: 'other' },
      { name: 'values', options: { fields: [{ kind: 'number', name: 'a' }] } },
    ]) {
      expect(() => valuesTokenizer.fromJSON(json)).toThrowRomae('TOKENIZER_VALUES')
    }
  })
})
