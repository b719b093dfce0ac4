import { describe, expect, it } from 'vitest'
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
    expect(() => kFold(rare, { folds: 3 })).toThrowRomae('TRAINER_FOLDS', {
      of: 'the label "b"',
      what: 'samples',
      count: 1,
      folds: 3,
    })
    expect(kFold(rare, { folds: 3, stratify: false }).map(({ test }) => test.length)).toEqual([2, 2, 2])
  })

  it('takes numbers for labels, and refuses what is none', () => {
    const numbers = labels.map((label) => 'abc'.indexOf(label))
    expect(kFold(numbers, { folds: 3 })).toEqual(kFold(numbers.map(String), { folds: 3 }))
    expect(() => kFold(labels.with(2, null as never), { folds: 3 })).toThrowRomae('TRAINER_LABEL', {
      sample: 'sample 2',
      got: null,
    })
  })

  it.each([
    [{ folds: 1 }, 'TRAINER_OPTION', { key: 'folds', got: 1 }],
    [{ folds: 21 }, 'TRAINER_FOLDS', { of: 'the data set', what: 'samples', count: 20, folds: 21 }],
    [{ folds: 2, seed: -1 }, 'TRAINER_OPTION', { key: 'seed', got: -1 }],
    [{ fold: 2 }, 'TRAINER_UNKNOWN_OPTION', { key: 'fold' }],
    [{ folds: 2, groups: ['a'] }, 'TRAINER_COUNT_MISMATCH', { what: 'groups', expected: 20, got: 1 }],
    [{ folds: 2, groups: labels.with(3, undefined as never) }, 'TRAINER_OPTION', { key: 'groups[3]', got: undefined }],
  ])('refuses %o', (options, code, fields) => {
    expect(() => kFold(labels, options as never)).toThrowRomae(code, fields)
  })
})

describe('kFold with groups', () => {
  /** Ten patients with 3 to 6 recordings each, of which most are of the patient's own class. */
  const patients = Array.from({ length: 10 }, (_, patient) =>
    Array<string>(3 + (patient % 4)).fill(`p${patient}`),
  ).flat()
  const classes = patients.map((patient, sample) => (sample % 5 === 4 ? 'b' : Number(patient.slice(1)) < 6 ? 'a' : 'b'))

  it.each([2, 3, 5])('never parts a group among %d folds, and tests every sample once', (folds) => {
    for (const stratify of [true, false]) {
      const parts = kFold(classes, { folds, groups: patients, stratify, seed: 3 })
      expect(parts.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual([...classes.keys()])
      for (const { train, test } of parts) {
        const tested = new Set(test.map((sample) => patients[sample]))
        expect(train.filter((sample) => tested.has(patients[sample]))).toEqual([])
      }
    }
  })

  it('gives folds about the same share of each label, or of samples', () => {
    const shares = (stratify: boolean, label?: string) =>
      kFold(classes, { folds: 3, groups: patients, stratify }).map(
        ({ test }) => test.filter((sample) => label === undefined || classes[sample] === label).length,
      )
    const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts)
    for (const label of ['a', 'b']) expect(spread(shares(true, label))).toBeLessThanOrEqual(3)
    expect(spread(shares(false))).toBeLessThanOrEqual(3)
  })

  it('depends on the seed', () => {
    const of = (seed: number) => kFold(classes, { folds: 3, groups: patients, seed })
    expect(of(1)).toEqual(of(1))
    expect(of(1)).not.toEqual(of(2))
  })

  it('refuses fewer groups than folds, also of a label', () => {
    const groups = [...'uuuuvvvvwwww']
    expect(() => kFold(groups, { folds: 4, groups, stratify: false })).toThrowRomae('TRAINER_FOLDS', {
      of: 'the data set',
      what: 'groups',
      count: 3,
      folds: 4,
    })
    const rare = groups.map((group) => (group === 'u' ? 'rare' : 'common'))
    expect(() => kFold(rare, { folds: 3, groups })).toThrowRomae('TRAINER_FOLDS', {
      of: 'the label "common"',
      what: 'groups',
      count: 2,
      folds: 3,
    })
  })
})
