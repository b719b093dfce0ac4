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

  it('say what each value is: above 0 where it is so, and nowhere where it is missing', () => {
    const [age, weight, hasWeight, ward, sex] = tokenizer.outputs!
    expect([age, weight]).toEqual([
      { kind: 'numbers', size: 1 },
      { kind: 'numbers', size: 1, known: 2 },
    ])
    expect([hasWeight, ward, sex]).toMatchObject([{ kind: 'binary' }, { kind: 'category' }, { kind: 'category' }])
    const [first, second] = stays.map((stay) => [...tokenizer.tokenize(stay).values])
    if (ward?.kind !== 'category' || hasWeight?.kind !== 'binary') throw new Error('they are none')
    // Categories are heart, liver and lung.
    const heart = [ward.yes[0]!, ward.no[1]!, ward.no[2]!]
    expect(first!.slice(3, 6)).toEqual(heart.map((value) => expect.closeTo(value, 6)))
    expect([first![2], second![2]]).toEqual([expect.closeTo(hasWeight.yes, 6), expect.closeTo(hasWeight.no, 6)])
    const without = { age: 60 }
    const lacking = valuesTokenizer.fit([...stays, without], { numbers: ['age'], categories: ['ward'] })
    const values = [...lacking.tokenize(without).values]
    expect(values.slice(1, 4)).toEqual([0, 0, 0])
    expect(values[4]).toBeLessThan(0)
  })

  it('of one category have nothing to be told', () => {
    const alone = valuesTokenizer.fit([{ kind: 'a' }, { kind: 'a' }], { categories: ['kind'] })
    expect(alone.outputs).toEqual([{ kind: 'numbers', size: 1 }])
  })

  it('refuse an integer that 32 bits round to another one, and take it as a category', () => {
    const ids = [{ id: 1 }, { id: 2 ** 40 + 1 }, { id: 3 }]
    const asNumbers = valuesTokenizer.fit(ids, { numbers: ['id'] })
    expect(() => asNumbers.tokenize({ id: 2 ** 39 + 77_777 })).toThrow(
      /id is 549755891665, an integer that 32 bits round/,
    )
    expect(asNumbers.tokenize({ id: 0.5 }).length).toBe(1)
    const seconds = valuesTokenizer.fit([{ at: 1_700_000_000 }, { at: 1_700_086_400 }], { numbers: ['at'] })
    expect(seconds.detokenize(seconds.tokenize({ at: 1_700_000_001 })).at).toBeCloseTo(1_700_000_001, 1)
    const asCategories = valuesTokenizer.fit(ids, { categories: ['id'] })
    expect(asCategories.detokenize(asCategories.tokenize(ids[1]!))).toEqual({ id: String(2 ** 40 + 1) })
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
