import { describe, expect, it } from 'vitest'
import { romaeError } from '../testing/errors.ts'
import { kFold } from './k-fold.ts'

const labels = [...'aaaaaaaabbbbbccccccc'] // 8, 5 and 7

describe('kFold', () => {
  it('tests every sample once, and trains on the others', () => {
    const folds = kFold(labels, { folds: 3, seed: 4 })
    expect(folds.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual([...labels.keys()])
    for (const { train, test } of folds) {
      expect([...train, ...test].sort((a, b) => a - b)).toEqual([...labels.keys()])
    }
  })

  it.each([2, 3, 5])('divides sizes and labels evenly into %d', (count) => {
    const folds = kFold(labels, { folds: count })
    const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts)
    expect(spread(folds.map(({ test }) => test.length))).toBeLessThanOrEqual(1)
    for (const label of 'abc') {
      const counts = folds.map(({ test }) => test.filter((sample) => labels[sample] === label).length)
      expect(spread(counts)).toBeLessThanOrEqual(1)
    }
  })

  it('depends on the seed alone', () => {
    expect(kFold(labels, { folds: 3, seed: 4 })).toEqual(kFold(labels, { folds: 3, seed: 4 }))
    expect(kFold(labels, { folds: 3, seed: 4 })).not.toEqual(kFold(labels, { folds: 3, seed: 5 }))
  })

  it('need not stratify', () => {
    const rare = [...'aaaaab']
    expect(() => kFold(rare, { folds: 3 })).toThrow(romaeError('TRAINER_FOLDS', /the label "b" has 1 .* 3 folds/))
    expect(kFold(rare, { folds: 3, stratify: false }).map(({ test }) => test.length)).toEqual([2, 2, 2])
  })

  it.each([
    [{ folds: 1 }, 'TRAINER_OPTION', /folds must be an integer of at least 2; got 1/],
    [{ folds: 21 }, 'TRAINER_FOLDS', /the data set has 20 samples/],
    [{ folds: 2, seed: -1 }, 'TRAINER_OPTION', /seed/],
    [{ fold: 2 }, 'TRAINER_UNKNOWN_OPTION', /kFold has no option "fold" \(did you mean "folds"\?\)/],
  ])('refuses %o', (options, code, message) => {
    expect(() => kFold(labels, options as never)).toThrow(romaeError(code, message))
  })
})
