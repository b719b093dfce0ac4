import { describe, expect, it } from 'vitest'
import type { SampleKeys, SampleSet } from '../modality/host-modality.ts'
import { heldSamples } from '../samples/sample-list.ts'
import { divideSplits, type SplitSources } from './divide.ts'
import type { Split } from './split.ts'

/** Samples of two classes, by their ids. */
function setOf(ids: readonly string[], keys: SampleKeys = {}, labels?: readonly string[]): SampleSet<string> {
  return {
    samples: heldSamples(ids),
    ids,
    keys,
    labels: labels ?? ids.map((_, index) => (index % 2 === 0 ? 'a' : 'b')),
    data: {},
  }
}

const numbers = (count: number, name = 's') => Array.from({ length: count }, (_, index) => `${name}${index}`)
const contentOf = (contents: readonly string[]): SampleKeys => ({ content: (index) => contents[index]! })
const division = { seed: 1, by: 'class' } as const
const divide = (sources: SplitSources<string>) => divideSplits(sources, division, 'series')
const held = (split: Split<string> | null) => split!.set.samples.held!

describe('within a set', () => {
  it('draws as ever where no samples belong together', async () => {
    const all = setOf(numbers(40), contentOf(numbers(40)))
    const { splits, notes } = await divide({ all, test: 0.2, validation: 0.25 })
    const without = await divide({ all: { ...all, keys: {} }, test: 0.2, validation: 0.25 })
    expect(notes).toEqual([])
    for (const split of ['train', 'validation', 'test'] as const) {
      expect(held(splits[split])).toEqual(held(without.splits[split]))
    }
    expect([held(splits.train).length, held(splits.validation).length, held(splits.test).length]).toEqual([24, 8, 8])
  })

  it('keeps copies in one part, and says how many there are, and which contradict', async () => {
    // Each of 30 samples twice; of the last pair the copy has another label.
    const contents = [...numbers(30), ...numbers(30)]
    const labels = [...contents.keys()].map((index) => ((index % 30) % 2 === 0 ? 'a' : 'b'))
    const all = setOf(numbers(60), contentOf(contents), labels.with(59, 'a'))
    const { splits, notes } = await divide({ all, test: 0.2, validation: 0.2 })
    const contentsOf = (split: Split<string> | null) => new Set(held(split).map((id) => contents[Number(id.slice(1))]))
    const [train, validation, test] = [splits.train, splits.validation, splits.test].map(contentsOf)
    for (const content of [...test!, ...validation!]) expect(train!.has(content)).toBe(false)
    for (const content of test!) expect(validation!.has(content)).toBe(false)
    expect(test!.size).toBeGreaterThan(3)
    expect(notes).toEqual([
      '30 of 60 series hold the same as another one ("s30", "s31", "s32", …): copies stay in one part',
      '1 of them have another label than what they are a copy of ("s59")',
    ])
  })

  it('keeps groups in one part', async () => {
    const groups = numbers(60).map((_, index) => `patient ${index % 12}`)
    const { splits, notes } = await divide({ all: setOf(numbers(60), { groups }), test: 0.25, validation: null })
    const patients = (split: Split<string>) => new Set(split.keys.groups)
    for (const patient of patients(splits.test)) expect(patients(splits.train).has(patient)).toBe(false)
    expect([patients(splits.test).size, splits.validation]).toEqual([4, null])
    expect(notes).toEqual(['60 series of 12 groups, each in one part'])
  })

  it('says so where groups leave nothing', async () => {
    const all = setOf(numbers(10), { groups: numbers(10).map(() => 'one') })
    await expect(divide({ all, test: 0.2, validation: null })).rejects.toThrowRomae('APP_NOTHING_LEFT', { groups: 1 })
  })
})

describe('between files', () => {
  it('leaves out of training what the test has, by id, by content and by group', async () => {
    const all = setOf(numbers(10), {
      ids: numbers(10),
      groups: numbers(10).map((_, index) => (index < 2 ? 'anna' : undefined)),
      ...contentOf(numbers(10, 'c')),
    })
    // x0 is s0 of training, and so Anna's; x1 holds what s5 does; x2 has the id s7.
    const test = setOf(['x0', 'x1', 'x2', 'x3'], {
      ids: ['x0', 'x1', 's7', 'x3'],
      ...contentOf(['c0', 'c5', 'd', 'e']),
    })
    const { splits, notes } = await divide({ all, test, validation: null })
    expect(held(splits.train)).toEqual(['s2', 's3', 's4', 's6', 's8', 's9'])
    expect(held(splits.test)).toEqual(['x0', 'x1', 'x2', 'x3'])
    expect(notes.at(-1)).toBe(
      'left out of training: 4 of 10 series that --test has too (1 by id, 2 by content; "s0", "s1", "s5", …)',
    )
  })

  it('takes care of files to choose by too', async () => {
    const all = setOf(numbers(10), { ids: numbers(10) })
    const test = setOf(['s0', 's1'], { ids: ['s0', 's1'] })
    const validation = setOf(['s1', 's2'], { ids: ['s1', 's2'] })
    const { splits, notes } = await divide({ all, test, validation })
    expect([held(splits.train), held(splits.validation), held(splits.test)]).toEqual([
      numbers(10).slice(3),
      ['s2'],
      ['s0', 's1'],
    ])
    expect(notes).toEqual([
      'left out of validation: 1 of 2 series that --test has too (1 by id; "s1")',
      'left out of training: 3 of 10 series that --test or --validation-data has too (3 by id; "s0", "s1", "s2")',
    ])
  })

  it('holds a part to choose by out of what is left', async () => {
    const all = setOf(numbers(20), { ids: numbers(20) })
    const test = setOf(numbers(4), { ids: numbers(4) })
    const { splits } = await divide({ all, test, validation: 0.25 })
    expect([held(splits.train).length, held(splits.validation).length]).toEqual([12, 4])
    for (const id of numbers(4)) expect([...held(splits.train), ...held(splits.validation)]).not.toContain(id)
  })

  it('refuses a training of which nothing is left', async () => {
    const all = setOf(numbers(3), contentOf(numbers(3)))
    const test = setOf(numbers(5, 'x'), contentOf(numbers(5)))
    await expect(divide({ all, test, validation: null })).rejects.toThrowRomae('APP_IN_OTHER_SPLIT', {
      samples: 3,
      what: 'training',
      options: '--test',
    })
  })
})
