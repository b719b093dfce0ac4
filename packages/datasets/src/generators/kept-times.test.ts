import { createRandom } from '@romae/internal/random'
import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { checkKept, chooseKept, keptCount } from './kept-times.ts'

describe('the drop of time stamps', () => {
  it.each([
    [100, 0.3, 70],
    [100, 0.5, 50],
    [7, 0.3, 5],
    [7, 0, 7],
  ])('of %i with a fraction of %f leaves %i', (length, dropped, kept) => {
    expect(keptCount('here', length, dropped)).toBe(kept)
    const chosen = [...chooseKept(length, kept, createRandom(1))]
    expect(new Set(chosen).size).toBe(kept)
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b))
    expect(chosen.every((index) => index < length)).toBe(true)
  })

  it.each([
    [1, 'DATASETS_NOTHING_LEFT'],
    [0.004, 'DATASETS_NOTHING_DROPPED'],
  ])('refuses the fraction %f of 100', async (dropped, code) => {
    await expect(async () => keptCount('here', 100, dropped)).rejects.toThrowRomae(code)
  })

  it('is counted in what came out', async () => {
    checkKept('train', Float64Array.of(1, 5, 9, 0, 2, 3), 2, 3)
    for (const times of [
      Float64Array.of(1, 5, 9, 0, 2, 2),
      Float64Array.of(1, 5, 9, 3, 2, 4),
      Float64Array.of(1, 5, 9),
    ]) {
      const error = await caught(() => checkKept('train', times, 2, 3))
      expect(error).toMatchObject({
        code: 'DATASETS_DROP_MISCOUNTED',
        fields: { split: 'train', series: 1, expected: 3 },
      })
    }
  })
})
