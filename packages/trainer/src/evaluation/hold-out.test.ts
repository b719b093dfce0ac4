import { describe, expect, it } from 'vitest'
import { holdOut } from './hold-out.ts'

const labels = [...Array<string>(30).fill('a'), ...Array<string>(10).fill('b'), 'c']
const count = (samples: readonly number[], label: string, of = labels) =>
  samples.filter((sample) => of[sample] === label).length

describe('holdOut', () => {
  it('takes the same part of each label, keeps one of each, and loses nothing', () => {
    const { train, test } = holdOut(labels, { fraction: 0.2, seed: 1 })
    expect(['a', 'b', 'c'].map((label) => count(test, label))).toEqual([6, 2, 0])
    expect([...train, ...test].sort((a, b) => a - b)).toEqual([...labels.keys()])
  })

  it('draws as it always did', () => {
    // From the version before there were groups: a run that was stopped then must find its parts again.
    expect(holdOut(labels, { fraction: 0.2, seed: 1 }).test).toEqual([2, 4, 8, 22, 23, 28, 30, 36])
    expect(holdOut(labels, { fraction: 0.1, seed: 3, stratify: false, purpose: 'validation' }).test).toEqual([
      1, 3, 4, 16,
    ])
  })

  it('depends on seed and purpose', () => {
    const of = (seed: number, purpose: 'test' | 'validation') => holdOut(labels, { fraction: 0.2, seed, purpose }).test
    expect(of(1, 'test')).toEqual(of(1, 'test'))
    expect(of(1, 'test')).not.toEqual(of(2, 'test'))
    expect(of(1, 'test')).not.toEqual(of(1, 'validation'))
  })

  it.each([
    [{ fraction: 0 }, 'TRAINER_HOLD_OUT', { samples: 41, fraction: 0 }],
    [{ fraction: 0.001 }, 'TRAINER_HOLD_OUT', { samples: 41, fraction: 0.001 }],
    [{ fraction: 1 }, 'TRAINER_OPTION', { key: 'fraction', got: 1 }],
    [{ fraction: 0.5, groups: labels.map(() => 'one') }, 'TRAINER_HOLD_OUT', { samples: 41, groups: 1, fraction: 0.5 }],
    [{ fraction: 0.5, share: 1 }, 'TRAINER_UNKNOWN_OPTION', { key: 'share' }],
    [{ fraction: 0.5, purpose: 'tests' }, 'TRAINER_OPTION', { key: 'purpose', got: 'tests' }],
  ])('refuses %o', (options, code, fields) => {
    expect(() => holdOut(labels, options as never)).toThrowRomae(code, fields)
  })
})

describe('holdOut with groups', () => {
  /** Patients of 1 to 5 recordings; `mixed` ones have two classes. */
  function cohort(patients: number, mixed: boolean) {
    const groups = Array.from({ length: patients }, (_, patient) =>
      Array<number>(1 + (patient % 5)).fill(patient),
    ).flat()
    const classes = groups.map((patient, sample) => (mixed ? ['a', 'b'][sample % 2]! : patient % 3 === 0 ? 'a' : 'b'))
    return { groups, classes }
  }

  it.each([
    [true, 0.2],
    [false, 0.2],
    [true, 0.4],
    [false, 0.5],
  ])('never parts a group (of several labels: %j), and comes near to %d of each label', (mixed, fraction) => {
    const { groups, classes } = cohort(60, mixed)
    for (const seed of [0, 1, 2]) {
      const { train, test } = holdOut(classes, { fraction, groups, seed })
      const held = new Set(test.map((sample) => groups[sample]))
      expect(train.filter((sample) => held.has(groups[sample]!))).toEqual([])
      for (const label of ['a', 'b']) {
        const share = count(test, label, classes) / count([...classes.keys()], label, classes)
        expect(Math.abs(share - fraction)).toBeLessThan(0.1)
      }
    }
  })

  it('keeps a group of each label for training', () => {
    const groups = [...'uuuuuvwxyz']
    const classes = [...'aaaaabbbbb']
    for (const seed of [0, 1, 2, 3]) {
      const { train, test } = holdOut(classes, { fraction: 0.9, groups, seed })
      expect(count(test, 'a', classes)).toBe(0)
      expect(count(train, 'b', classes)).toBeGreaterThan(0)
      expect(count(test, 'b', classes)).toBeGreaterThan(2)
    }
  })

  it('is not kept from holding out by a rare label that every group has', () => {
    const groups = Array.from({ length: 200 }, (_, sample) => Math.floor(sample / 20))
    const classes = groups.map((_, sample) => (sample % 20 === 0 ? 'rare' : 'common'))
    const { test } = holdOut(classes, { fraction: 0.2, groups })
    expect([count(test, 'common', classes), count(test, 'rare', classes)]).toEqual([38, 2])
  })
})
