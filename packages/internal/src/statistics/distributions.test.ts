import { describe, expect, it } from 'vitest'
import {
  logGamma,
  normalProbability,
  normalQuantile,
  studentTLogPeak,
  studentTProbability,
  studentTQuantile,
} from './index.ts'

/** What SciPy 1.16 has. */
const scipy = {
  normalProbability: [
    [-8, 6.22096057427174e-16],
    [-3.5, 0.00023262907903552502],
    [-3, 0.0013498980316300933],
    [-1, 0.15865525393145707],
    [0, 0.5],
    [0.3, 0.6179114221889526],
    [2.9, 0.998134186699616],
    [4, 0.9999683287581669],
  ],
  normalQuantile: [
    [1e-9, -5.9978070150076865],
    [1e-3, -3.090232306167813],
    [0.05, -1.6448536269514729],
    [0.3, -0.5244005127080409],
    [0.975, 1.959963984540054],
  ],
  studentTQuantile: [
    [1e-4, 1, -3183.0987571181513],
    [0.9, 1, 3.0776835371752544],
    [1e-4, 2.5, -34.86796932111477],
    [0.3, 2.5, -0.597307738252318],
    [0.05, 5, -2.015048373333024],
    [0.9, 30, 1.3104150253913955],
    [1e-4, 300, -3.7654932071859863],
  ],
  studentTLogPeak: [
    [1, -1.1447298858494],
    [5, -0.9686195890547242],
    [30, -0.9272703253788479],
  ],
} as const

function expectNear(got: number, expected: number): void {
  expect(Math.abs(got - expected)).toBeLessThan(1e-11 * Math.abs(expected) + 1e-300)
}

describe('distributions', () => {
  it('are those of SciPy', () => {
    for (const [x, expected] of scipy.normalProbability) expectNear(normalProbability(x), expected)
    for (const [level, expected] of scipy.normalQuantile) expectNear(normalQuantile(level), expected)
    for (const [level, freedom, expected] of scipy.studentTQuantile)
      expectNear(studentTQuantile(level, freedom), expected)
    for (const [freedom, expected] of scipy.studentTLogPeak) expectNear(studentTLogPeak(freedom), expected)
  })

  it('are symmetric, and each function undoes the other', () => {
    expect([normalQuantile(0.5), studentTQuantile(0.5, 3)].map(Math.abs)).toEqual([expect.closeTo(0, 15), 0])
    for (const level of [0.001, 0.2, 0.77]) {
      expect(normalProbability(normalQuantile(level))).toBeCloseTo(level, 13)
      expect(studentTProbability(studentTQuantile(level, 4), 4)).toBeCloseTo(level, 12)
    }
  })
})

it('has the logarithms of factorials', () => {
  expect(logGamma(1)).toBeCloseTo(0, 13)
  expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 12)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13)
  expect(logGamma(0.25)).toBeCloseTo(1.2880225246980774, 12)
})
