import { createRandom } from '@romae/core'
import { describe, expect, it } from 'vitest'
import { calibrateScores } from './calibrate-scores.ts'

const held = (errors: readonly number[], group?: string) =>
  errors.map((error) => ({ error, ...(group !== undefined && { group }) }))

describe('calibrateScores', () => {
  it('counts held-out places that are at least as far off, ties included, and the place itself', () => {
    const { count, least, pValue, score } = calibrateScores(held([1, 2, 2, 3]))
    expect([count, least]).toEqual([4, 1 / 5])
    expect([0, 1, 2, 2.5, 3, 9].map((error) => pValue({ error }))).toEqual([1, 1, 4 / 5, 2 / 5, 2 / 5, 1 / 5])
    expect(score({ error: 6 })).toBe(3)
    expect([score({ error: Number.NaN }), pValue({ error: Number.NaN })]).toEqual([Number.NaN, Number.NaN])
  })

  it('judges a group by itself where it has a hundred places, else among all by its own typical error', () => {
    const steady = held(
      Array.from({ length: 100 }, (_, index) => 1 + index / 100),
      'steady',
    )
    const few = held([50, 100, 150], 'wild')
    expect(
      calibrateScores([
        ...steady,
        ...held(
          steady.map(({ error }) => error),
          'other',
        ),
      ]).least,
    ).toBe(1 / 101)
    const { least, pValue, score } = calibrateScores([...steady, ...few])
    expect(least).toBe(1 / 104)
    expect(pValue({ error: 3, group: 'steady' })).toBe(1 / 101)
    expect(score({ error: 300, group: 'wild' })).toBe(3)
    // Thrice its typical error: none of the 103 is.
    expect(pValue({ error: 300, group: 'wild' })).toBe(1 / 104)
    expect(pValue({ error: 100, group: 'wild' })).toBeGreaterThan(0.4)
  })

  it('is at most a level as often as the level says, of what comes as held-out places did', () => {
    const random = createRandom(3)
    const levels = [0.01, 0.1, 0.5]
    const below = levels.map(() => 0)
    for (let trial = 0; trial < 200; trial++) {
      const draw = () => Math.abs(random.normal()) ** 3
      const { pValue } = calibrateScores(held(Array.from({ length: 199 }, draw)))
      for (let one = 0; one < 50; one++) {
        const p = pValue({ error: draw() })
        for (const [index, level] of levels.entries()) below[index]! += Number(p <= level)
      }
    }
    const shares = below.map((count) => count / 10_000)
    expect(shares[0]).toBeCloseTo(0.01, 2)
    expect(shares[1]).toBeCloseTo(0.1, 1)
    expect(shares[2]).toBeCloseTo(0.5, 1)
  })

  it('takes exact values, and refuses nothing', () => {
    const { score, pValue } = calibrateScores(held([0, 0, 0]))
    expect([score({ error: 0 }), score({ error: 2 }), pValue({ error: 0 })]).toEqual([0, 2, 1])
    expect(() => calibrateScores(held([Number.NaN]))).toThrowRomae('TRAINER_NOTHING_TO_CALIBRATE', { count: 1 })
  })
})
