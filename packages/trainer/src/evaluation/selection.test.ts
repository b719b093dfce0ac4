import { describe, expect, it } from 'vitest'
import { nothingSelected, type Selection, select } from './selection.ts'

const after = (values: readonly number[], direction: 'lower' | 'higher'): Selection =>
  values.reduce((selection, value, index) => select(selection, { step: index + 1, value }, direction), nothingSelected)

describe('select', () => {
  it('keeps the first best, and counts evaluations since', () => {
    expect(after([3, 1, 2, 1], 'lower')).toEqual({ best: { step: 2, value: 1 }, sinceBest: 2 })
    expect(after([0.5, 0.9, 0.9, 0.8], 'higher')).toEqual({ best: { step: 2, value: 0.9 }, sinceBest: 2 })
    expect(after([3, 2, 1], 'lower')).toEqual({ best: { step: 3, value: 1 }, sinceBest: 0 })
  })

  it('takes the first evaluation as it is', () => {
    expect(after([7], 'higher')).toEqual({ best: { step: 1, value: 7 }, sinceBest: 0 })
    expect(nothingSelected).toEqual({ best: null, sinceBest: 0 })
  })
})
