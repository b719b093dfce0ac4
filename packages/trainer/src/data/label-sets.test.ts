import { describe, expect, it } from 'vitest'
import { balancedPositiveWeights, type LabelSet, memberships } from './label-sets.ts'

describe('memberships', () => {
  it('say of each sample and class whether it is, is not, or nobody knows', () => {
    const sets: LabelSet[] = [['b', 'a'], [], { has: ['c'], unknown: ['a'] }, [10]]
    const { classes, values } = memberships(sets, ['c', 'b', 'a', 10])
    expect(classes).toEqual(['c', 'b', 'a', '10'])
    expect([...values]).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, 0, 0, 1])
  })

  it('sort the labels that there are, also those of which nothing is known but that they are not there', () => {
    expect(memberships([[10], { has: ['9'], unknown: [2] }], undefined).classes).toEqual(['2', '9', '10'])
    expect(memberships([['rain'], []], undefined).classes).toEqual(['rain'])
  })

  it.each<[readonly LabelSet[], readonly string[] | undefined, string, Record<string, unknown>]>([
    [[['a'], ['a', 'a']], undefined, 'TRAINER_LABEL_SET', { sample: 'sample 1', reason: 'has the label "a" twice' }],
    [[{ has: ['a'], unknown: ['a'] }], undefined, 'TRAINER_LABEL_SET', { reason: 'has the label "a" twice' }],
    [[['a'], 'a' as never], undefined, 'TRAINER_LABEL_SET', { sample: 'sample 1' }],
    [[['a'], { has: 'a' as never, unknown: [] }], undefined, 'TRAINER_LABEL_SET', { sample: 'sample 1' }],
    [[[], []], undefined, 'TRAINER_LABEL_SET', { sample: 'every sample' }],
    [[{ has: [], unknown: ['a', 'b'] }], ['a', 'b'], 'TRAINER_LABEL_SET', { sample: 'sample 0' }],
    [[['a', '']], undefined, 'TRAINER_LABEL', { sample: 'a label of sample 0' }],
    [[['a'], ['x']], ['a'], 'TRAINER_UNKNOWN_LABEL', { sample: 'sample 1', label: 'x' }],
    [[['a']], ['a', 'a'], 'TRAINER_OPTION', { key: 'classes', found: '"a" twice' }],
    [[['a']], [], 'TRAINER_OPTION', { key: 'classes', found: '0', expected: 'different names' }],
  ])('of %o among %o are refused', (sets, classes, code, fields) => {
    expect(() => memberships(sets, classes)).toThrowRomae(code, fields)
  })
})

describe('balancedPositiveWeights', () => {
  it('makes samples with a label count as much as those without, of those that are known', () => {
    const found = memberships([['a'], ['a', 'b'], [], ['a'], { has: ['a'], unknown: ['b'] }], undefined)
    expect(balancedPositiveWeights(found)).toEqual([1 / 4, 3])
  })

  it('refuses a label that no sample has, or all have', () => {
    expect(() => balancedPositiveWeights(memberships([['a'], []], ['a', 'b']))).toThrowRomae('TRAINER_OPTION', {
      found: 'balanced, and no sample has the label "b"',
    })
    expect(() => balancedPositiveWeights(memberships([['a'], ['a']], ['a']))).toThrowRomae('TRAINER_OPTION', {
      found: 'balanced, and every sample has the label "a"',
    })
  })
})
