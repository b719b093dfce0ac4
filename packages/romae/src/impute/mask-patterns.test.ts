import { fromGrid } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { maskRatioFor, patternsLike } from './mask-patterns.ts'

const { NaN: gap } = Number

describe('patternsLike', () => {
  it('has the lengths of the gaps, of one channel and of all', () => {
    const series = fromGrid({
      id: 'a',
      values: [
        [1, gap, gap, 4, gap, gap, gap, 8, 9],
        [1, 2, 3, 4, gap, gap, gap, 8, gap],
      ],
    })
    expect(patternsLike([series], 2, 5)).toEqual([
      { kind: 'scattered', share: 0.5 },
      { kind: 'gaps', share: 0.5 / 3, spans: [5] },
      { kind: 'gaps', share: 1 / 3, spans: [2, 4], channels: 'one' },
    ])
  })

  it('scatters where there are no gaps, and lists no more lengths than it takes', () => {
    expect(patternsLike([fromGrid({ id: 'a', values: [[1, 2]] })], 1, 9)).toEqual([{ kind: 'scattered', share: 1 }])
    const values = Array.from({ length: 4000 }, (_, index) => (index % 10 < 1 + index / 1000 ? gap : index))
    const [, gaps] = patternsLike([fromGrid({ id: 'a', values: [values] })], 1, 99)
    expect(gaps!.spans).toHaveLength(64)
    expect([gaps!.spans![0], gaps!.spans!.at(-1)]).toEqual([2, 5])
  })
})

describe('maskRatioFor', () => {
  it('masks less where single values are missing', () => {
    expect(maskRatioFor('scattered')).toBeLessThan(maskRatioFor('mixed'))
    expect(maskRatioFor('rows:3')).toBe(maskRatioFor('mixed'))
  })
})
