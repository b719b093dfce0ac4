import { describe, expect, it } from 'vitest'
import { fingerprint } from '../testing/fingerprint.ts'
import { moments } from '../testing/moments.ts'
import { generatePositions, type PositionOptions, positionGrid } from './positions.ts'

describe('generatePositions', () => {
  it('has the sizes of the paper and the variance that its table prints for guessing the mean', () => {
    const { train, validation, test } = generatePositions({ seed: 1 })
    expect([train.count, validation.count, test.count, train.length, train.axes]).toEqual([20_000, 2000, 4000, 10, 1])
    expect(new Set(test.values)).toEqual(new Set([1]))
    const { mean, deviation } = moments(train.positions)
    expect(mean).toBeCloseTo(25.5, 0)
    expect(Math.abs(deviation ** 2 - 49 ** 2 / 12)).toBeLessThan(2)
    expect(train.positions.every((position) => position >= 1 && position <= 50)).toBe(true)
  })

  it('draws each token and axis on its own', () => {
    const { test } = generatePositions({
      seed: 1,
      train: 0,
      validation: 0,
      test: 500,
      length: 3,
      axes: 2,
      range: [0, 1000],
    })
    expect(test.positions).toHaveLength(500 * 2 * 3)
    const columns = [0, 1, 2, 3, 4, 5].map((at) => test.positions.filter((_, index) => index % 6 === at))
    for (const column of columns) expect(moments(column).deviation).toBeGreaterThan(270)
    expect(new Set(test.positions).size).toBeGreaterThan(2990)
  })

  it('gives the same bytes for the same seed', () => {
    const few: PositionOptions = { seed: 7, train: 3, validation: 2, test: 2 }
    const again = generatePositions(few)
    expect(generatePositions(few)).toEqual(again)
    expect(again.validation.positions).not.toEqual(again.test.positions)
    expect(fingerprint(again.train.positions)).toBe('6c09a052369e3229')
  })

  it.each([
    [{ seed: 1, range: [50, 1] }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, range: [0, Infinity] }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, length: 0 }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, axes: 4 }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, tokens: 3 }, 'DATASETS_UNKNOWN_OPTION'],
  ])('refuses %o', async (options, code) => {
    await expect(async () => generatePositions(options as PositionOptions)).rejects.toThrowRomae(code)
  })
})

describe('positionGrid', () => {
  it('is even from one end to the other', () => {
    const { positions, values, count } = positionGrid([0, 100], 500)
    expect([count, positions[0], positions[499], values.length]).toEqual([500, 0, 100, 500])
    expect(positions[250]! - positions[249]!).toBeCloseTo(100 / 499, 4)
  })

  it('refuses a count of one', async () => {
    await expect(async () => positionGrid([0, 100], 1)).rejects.toThrowRomae('DATASETS_INVALID_OPTION')
  })
})
