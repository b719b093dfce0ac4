import { describe, expect, it } from 'vitest'
import type { SampleSet } from '../modality/host-modality.ts'
import { heldSamples } from '../samples/sample-list.ts'
import type { Splits } from './divide.ts'
import { checkLabels } from './label-checks.ts'
import { labelledOf } from './labelled.ts'

function setOf(labels: readonly (string | undefined)[], classes?: readonly string[], name = 's'): SampleSet<number> {
  const ids = labels.map((_, index) => `${name}${index}`)
  return { samples: heldSamples([...labels.keys()]), ids, labels, data: {}, ...(classes && { classes }) }
}

function splitsOf(train: string, test: string, validation?: string, classes?: readonly string[]): Splits<number> {
  const none = { ids: [], groups: [], contents: [] }
  const split = (letters: string, name: string) => ({ set: setOf([...letters], classes, name), keys: none })
  return {
    train: split(train, 's'),
    test: split(test, 't'),
    validation: validation === undefined ? null : split(validation, 'v'),
  }
}

const notesOf = (...given: Parameters<typeof splitsOf>) => checkLabels('classification', splitsOf(...given), 'series')

describe('classes', () => {
  it('need nothing said where each has samples in both parts', () => {
    expect(notesOf('aaabbb', 'ab')).toEqual([])
  })

  it('are said where there are one or two samples, and where none is to test', () => {
    expect(notesOf('aaaabbbccd', 'aad', 'b')).toEqual([
      'there are classes of one or two samples: "c" (2), "d" (2)',
      'there is no sample to test of 2 of 4 classes: "b", "c"',
    ])
  })

  it.each([
    ['to test', () => notesOf('aabb', 'axxb')],
    ['to choose by', () => notesOf('aabb', 'ab', 'bxx')],
  ])('that training does not have are an error that names the sample: %s', (what, check) => {
    expect(check).toThrowRomae('APP_UNKNOWN_CLASS', {
      what,
      id: expect.stringMatching(/^[tv]1$/),
      label: 'x',
      count: 2,
      classes: ['a', 'b'],
    })
  })

  it('may be listed and have no sample to train on, which is said', () => {
    expect(notesOf('aaabbb', 'abc', undefined, ['a', 'b', 'c', 'd'])).toEqual([
      'training has no sample of 2 of 4 classes: "c", "d"; there are some of "c" elsewhere, which it cannot find',
      'there are classes of one or two samples: "c" (1)',
      'there is no sample to test of 1 of 4 classes: "d"',
    ])
  })
})

describe('numbers', () => {
  const regression = (train: readonly string[], test: readonly string[]) =>
    checkLabels(
      'regression',
      {
        ...splitsOf('', ''),
        train: { ...splitsOf('', '').train, set: setOf(train) },
        test: { ...splitsOf('', '').test, set: setOf(test) },
      },
      'series',
    )
  const many = Array.from({ length: 30 }, (_, index) => String(index % 7))

  it.each(['0x10', '1_000', 'high', '1e999', ''])('are not %o, in any part', (label) => {
    expect(() => regression([...many, label], many)).toThrowRomae('APP_LABEL_NOT_NUMBER', { id: 's30', label })
    expect(() => regression(many, [...many, label])).toThrowRomae('APP_LABEL_NOT_NUMBER', { id: 's30', label })
  })

  it('of which one decides the scale are said', () => {
    expect(regression(many, many)).toEqual([])
    expect(regression([...many, '1e30'], many)).toEqual([
      '1 of 31 labels decide the scale that targets are brought to: 1e30 of "s30"',
    ])
    expect(
      regression(
        many.map(() => '5'),
        many,
      ),
    ).toEqual([])
  })
})

describe('labelledOf', () => {
  const purpose = { what: 'training', name: 'series', hint: 'use pretrain' }
  const some = setOf(['a', undefined, 'b', undefined])

  it('leaves samples without a label out where that is wanted, and says which', () => {
    const { set, notes } = labelledOf(some, purpose, { skipUnlabelled: true })
    expect([set.ids, set.labels, set.samples.held]).toEqual([
      ['s0', 's2'],
      ['a', 'b'],
      [0, 2],
    ])
    expect(notes).toEqual(['left out of training: 2 of 4 series without a label ("s1", "s3")'])
    expect(labelledOf(setOf(['a']), purpose, {}).notes).toEqual([])
  })

  it('refuses them else, and a set without any', () => {
    expect(() => labelledOf(some, purpose, {})).toThrowRomae('APP_NO_LABELS', {
      what: 'training',
      name: 'series',
      id: 's1',
      count: 2,
      of: 4,
      hint: expect.stringContaining('--skip-unlabelled'),
    })
    expect(() => labelledOf(setOf([undefined]), purpose, { skipUnlabelled: true })).toThrowRomae('APP_NO_LABELS', {
      what: 'training',
      name: 'series',
      id: 's0',
      count: 1,
      of: 1,
      hint: 'use pretrain',
    })
  })
})
