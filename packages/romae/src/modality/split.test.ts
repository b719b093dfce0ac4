import { describe, expect, it } from 'vitest'
import { heldSamples } from '../samples/sample-list.ts'
import type { SampleSet } from './host-modality.ts'
import { holdOut } from './split.ts'

function setOf(labels: readonly string[]): SampleSet<number> {
  return { samples: heldSamples([...labels.keys()]), ids: labels.map((_, index) => `id-${index}`), labels, data: {} }
}

describe('holdOut', () => {
  const labels = [...Array<string>(30).fill('a'), ...Array<string>(10).fill('b'), 'c']

  it('takes the same part of each class, keeps one of each, and loses nothing', () => {
    const { train, held: test } = holdOut(setOf(labels), 0.2, 1, 'class', 'test')
    const count = (set: SampleSet<number>, label: string) => set.labels.filter((one) => one === label).length
    expect([count(test, 'a'), count(test, 'b'), count(test, 'c')]).toEqual([6, 2, 0])
    expect([...train.samples.held!, ...test.samples.held!].sort((a, b) => a - b)).toEqual([...labels.keys()])
    expect(test.ids).toEqual(test.samples.held!.map((sample) => `id-${sample}`))
    expect(test.labels).toEqual(test.samples.held!.map((sample) => labels[sample]))
  })

  it('depends on the seed and the purpose alone', () => {
    const of = (seed: number, purpose: 'test' | 'validation') =>
      holdOut(setOf(labels), 0.2, seed, 'class', purpose).held.samples.held
    expect(of(1, 'test')).toEqual(of(1, 'test'))
    expect(of(1, 'test')).not.toEqual(of(2, 'test'))
    expect(of(1, 'test')).not.toEqual(of(1, 'validation'))
  })

  it('divides a large set about as fast as a small one', () => {
    const { train, held } = holdOut(setOf(Array<string>(200_000).fill('a')), 0.1, 1, 'class', 'test')
    expect([train.samples.length, held.samples.length]).toEqual([180_000, 20_000])
  })

  it('takes samples that are read on demand without reading them', async () => {
    const { samples, ...rest } = setOf(labels)
    const read: number[] = []
    const sample = (index: number) => {
      read.push(index)
      return samples.held![index]!
    }
    const { train } = holdOut({ ...rest, samples: { ...samples, held: null, sample } }, 0.2, 1, 'class', 'test')
    expect(read).toEqual([])
    const expected = holdOut(setOf(labels), 0.2, 1, 'class', 'test').train.samples.held!
    expect(await Promise.all(expected.map((_, index) => train.samples.sample(index)))).toEqual(expected)
  })

  it('refuses to leave a part empty', () => {
    expect(() => holdOut(setOf(['a', 'b']), 0.5, 1, 'class', 'test')).toThrowRomae('APP_NOTHING_LEFT')
    expect(() => holdOut(setOf(labels), 0, 1, 'all', 'validation')).toThrow(
      /0 of 41 labelled samples .* none for validation: .*another --validation, .*\[APP_NOTHING_LEFT\]/,
    )
  })
})
