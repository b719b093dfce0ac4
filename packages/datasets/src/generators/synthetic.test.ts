import { describe, expect, it } from 'vitest'
import { fingerprint } from '../testing/fingerprint.ts'
import { moments } from '../testing/moments.ts'
import { generateSynthetic, type SyntheticOptions } from './synthetic.ts'

const { train, validation, test } = generateSynthetic({ seed: 1 })

/** What all series have at one point. */
const at = (point: number) => Float64Array.from({ length: 1600 }, (_, series) => train.clean[series * 50 + point]!)

function covariance(one: Float64Array, other: Float64Array) {
  const [mean, otherMean] = [moments(one).mean, moments(other).mean]
  return one.reduce((sum, value, series) => sum + (value - mean) * (other[series]! - otherMean), 0) / one.length
}

describe('generateSynthetic', () => {
  it('has the sizes of the source: 2000 series of 50 points', () => {
    expect([train.count, validation.count, test.count, train.length]).toEqual([1600, 200, 200, 50])
    expect([train.times[0], train.times[1], train.times[49]]).toEqual([0.02, 0.04, 1])
  })

  it('has the covariance of its kernel smoother', () => {
    // At a reference, which is points 4, 9, …: its own weight is 1, a neighbour's exp(-1.2), the next one's exp(-4.8).
    const [near, next] = [Math.exp(-1.2), Math.exp(-4.8)]
    const total = (1 + 2 * near + 2 * next) ** 2
    expect(covariance(at(24), at(24))).toBeCloseTo((1 + 2 * near ** 2 + 2 * next ** 2) / total, 1)
    expect(covariance(at(24), at(29))).toBeCloseTo((2 * near + 2 * near * next) / total, 1)
    expect(Math.abs(covariance(at(24), at(29)) - (2 * near + 2 * near * next) / total)).toBeLessThan(0.03)
    expect(Math.abs(covariance(at(4), at(44)))).toBeLessThan(0.03)
    // Before the first reference there is nothing to mix with.
    expect(moments(at(0)).deviation).toBeGreaterThan(0.95)
    expect(Math.abs(moments(at(24)).mean)).toBeLessThan(0.1)
  })

  it('adds noise of deviation 0.1', () => {
    const { mean, deviation } = moments(train.noisy.map((value, index) => value - train.clean[index]!))
    expect(Math.abs(mean)).toBeLessThan(0.002)
    expect(deviation).toBeCloseTo(0.1, 2)
  })

  it('leaves 3 to 10 points visible, each count as often', () => {
    const counts = new Array<number>(51).fill(0)
    for (let series = 0; series < 1600; series++) {
      const masked = train.mask.subarray(50 * series, 50 * (series + 1)).reduce((sum, one) => sum + one, 0)
      counts[50 - masked]!++
    }
    for (let count = 0; count <= 50; count++) {
      if (count < 3 || count > 10) expect(counts[count]).toBe(0)
      else expect(Math.abs(counts[count]! - 200)).toBeLessThan(70)
    }
  })

  it('gives the same bytes for the same seed, and the same curves whatever is observed', () => {
    const few: SyntheticOptions = { seed: 7, train: 3, validation: 2, test: 2 }
    const again = generateSynthetic(few)
    expect(generateSynthetic(few)).toEqual(again)
    const other = generateSynthetic({ ...few, observed: 20 })
    expect(other.test.noisy).toEqual(again.test.noisy)
    expect(other.test.mask.reduce((sum, one) => sum + one, 0)).toBe(2 * 30)
    expect(again.test.clean).not.toEqual(again.validation.clean)
    expect(fingerprint(again.train.noisy, again.train.mask)).toBe('498a10b4e199f8e0')
  })

  it.each([
    [{ seed: 1, observed: 51 }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, observed: [5, 3] }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, noise: Infinity }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, observe: 3 }, 'DATASETS_UNKNOWN_OPTION'],
  ])('refuses %o', async (options, code) => {
    await expect(async () => generateSynthetic(options as SyntheticOptions)).rejects.toThrowRomae(code)
  })
})
