import { createRandom } from '@romae/core'
import { normalQuantile } from '@romae/internal/statistics'
import { describe, expect, it } from 'vitest'
import { gaussianCrps, intervalMetrics, quantileMetrics } from './distribution-metrics.ts'

describe('intervalMetrics', () => {
  it('has coverage, width and Winkler’s score', () => {
    const metrics = intervalMetrics([0, 0, 0, 0], [2, 2, 4, 4], [1, 2, 5, -2], 0.9)
    expect(metrics.coverage).toBe(0.5)
    expect(metrics.width).toBe(3)
    expect(metrics.winkler).toBeCloseTo((12 + 20 * (1 + 2)) / 4, 12)
  })

  it('says what does not fit', () => {
    expect(() => intervalMetrics([0], [1], [1], 1)).toThrowRomae('TRAINER_OPTION', { key: 'coverage' })
    expect(() => intervalMetrics([0], [1, 2], [1], 0.9)).toThrowRomae('TRAINER_COUNT_MISMATCH')
    expect(() => intervalMetrics([], [], [], 0.9)).toThrowRomae('TRAINER_NO_SAMPLES')
    expect(() => intervalMetrics([Number.NaN], [1], [1], 0.9)).toThrowRomae('TRAINER_VALUE_NOT_FINITE')
  })
})

describe('quantileMetrics', () => {
  it('has the pinball loss of each level, and of the median alone the absolute error as CRPS', () => {
    const { pinball } = quantileMetrics(
      [
        [0, 0],
        [1, 1],
      ],
      [0.1, 0.5],
      [3, -2],
    )
    expect(pinball).toEqual([expect.closeTo((0.3 + 0.9 * 2) / 2, 12), expect.closeTo((1 + 1.5) / 2, 12)])
    expect(quantileMetrics([[1, 1]], [0.5], [3, -2]).crps).toBeCloseTo(2.5, 12)
  })

  it('comes close to the closed form of a normal distribution, which is best where it is true', () => {
    const random = createRandom(3)
    const actual = Array.from({ length: 4000 }, () => 3 + 2 * random.normal())
    const levels = Array.from({ length: 99 }, (_, index) => (index + 1) / 100)
    const ofNormal = (mean: number, deviation: number) => [
      quantileMetrics(
        levels.map((level) => actual.map(() => mean + deviation * normalQuantile(level))),
        levels,
        actual,
      ).crps,
      gaussianCrps(
        actual.map(() => mean),
        actual.map(() => deviation),
        actual,
      ),
    ]
    const [byQuantiles, closed] = ofNormal(3, 2)
    expect(byQuantiles! / closed!).toBeCloseTo(1, 2)
    // E of the score under the truth is deviation / sqrt(pi).
    expect(closed! / (2 / Math.sqrt(Math.PI))).toBeCloseTo(1, 1)
    for (const [mean, deviation] of [
      [3.5, 2],
      [3, 1.5],
      [3, 3],
    ] as const) {
      expect(ofNormal(mean, deviation)[1]).toBeGreaterThan(closed!)
    }
  })

  it('says what does not fit', () => {
    expect(() => quantileMetrics([[1], [2]], [0.5, 0.1], [1])).toThrowRomae('TRAINER_OPTION', { key: 'levels' })
    expect(() => quantileMetrics([[1]], [0.1, 0.5], [1])).toThrowRomae('TRAINER_COUNT_MISMATCH', { what: 'quantiles' })
  })
})

describe('gaussianCrps', () => {
  it('is the absolute error of a deviation of 0, and the value of SciPy’s integral', () => {
    expect(gaussianCrps([1], [0], [3])).toBe(2)
    expect(gaussianCrps([0], [1], [0])).toBeCloseTo(0.23369497725510913, 12)
    expect(gaussianCrps([0.5], [2], [3])).toBeCloseTo(1.573968306126299, 8)
    expect(() => gaussianCrps([0], [-1], [0])).toThrowRomae('TRAINER_OPTION', { key: 'deviations' })
  })
})
