import { describe, expect, it } from 'vitest'
import { fingerprint } from '../testing/fingerprint.ts'
import { moments } from '../testing/moments.ts'
import { generateSpirals, type SpiralOptions } from './spirals.ts'

const { train, validation, test } = generateSpirals({ seed: 1, train: 1000 })

/** Radii about the centre, as they go along one spiral. */
function radii(spiral: number) {
  const centre = train.inwards[spiral] ? -5 : 5
  return Float64Array.from(train.times, (_, index) => {
    const at = 2 * (spiral * train.length + index)
    return Math.hypot(train.clean[at]! - centre, train.clean[at + 1]!)
  })
}
const spirals = (inwards: number) => Array.from(train.inwards.keys()).filter((at) => train.inwards[at] === inwards)

describe('generateSpirals', () => {
  it('has the shapes and times of the source', () => {
    expect([train.count, validation.count, test.count, train.length]).toEqual([1000, 100, 100, 75])
    expect(train.clean).toHaveLength(1000 * 75 * 2)
    expect(train.times[0]).toBe(0)
    expect(generateSpirals({ seed: 1, train: 1, length: 150 }).train.times.at(-1)).toBeCloseTo(6 * Math.PI, 12)
  })

  it('runs outwards as r = a + b t: evenly, with the slopes’ own mean and deviation', () => {
    const slopes = spirals(0).map((spiral) => {
      const own = radii(spiral)
      const span = train.times[74]! - train.times[20]!
      expect(own[47]).toBeCloseTo((own[20]! + own[74]!) / 2, 4) // a straight line
      return (own[74]! - own[20]!) / span
    })
    expect(moments(slopes).mean).toBeCloseTo(0.3, 2)
    expect(moments(slopes).deviation).toBeCloseTo(0.02, 2)
    expect(moments(slopes).deviation).toBeGreaterThan(0.017)
  })

  it('runs inwards as r = a + 50 b / (1 + t)', () => {
    const products = spirals(1).map((spiral) => {
      const own = radii(spiral)
      const at = (index: number) => 1 / (1 + train.times[index]!)
      return (own[0]! - own[40]!) / (at(0) - at(40)) / 50
    })
    expect(moments(products).mean).toBeCloseTo(0.3, 2)
    expect(moments(products).deviation).toBeLessThan(0.023)
  })

  it('turns by its time, one way about half as often as the other', () => {
    const share = spirals(1).length / 1000
    expect(Math.abs(share - 0.5)).toBeLessThan(0.08)
    for (const spiral of [spirals(0)[0]!, spirals(1)[0]!]) {
      const inwards = train.inwards[spiral]!
      const at = 2 * (spiral * 75 + 30)
      const angle = Math.atan2(train.clean[at + 1]!, train.clean[at]! - (inwards ? -5 : 5))
      expect(Math.cos(angle - train.times[30]! - inwards)).toBeCloseTo(1, 6)
    }
  })

  it('adds noise of deviation 0.1 to each coordinate', () => {
    const { mean, deviation } = moments(train.noisy.map((value, index) => value - train.clean[index]!))
    expect(Math.abs(mean)).toBeLessThan(0.002)
    expect(deviation).toBeCloseTo(0.1, 3)
  })

  it('leaves 30 of the 75 points visible, others in each spiral', () => {
    const rows = Array.from({ length: 1000 }, (_, spiral) => [...train.mask.subarray(75 * spiral, 75 * (spiral + 1))])
    expect(rows.every((row) => row.reduce((sum, one) => sum + one, 0) === 45)).toBe(true)
    expect(new Set(rows.map((row) => row.join())).size).toBe(1000)
  })

  it('gives the same bytes for the same seed', () => {
    const few: SpiralOptions = { seed: 7, train: 3, validation: 2, test: 2 }
    const again = generateSpirals(few)
    expect(generateSpirals(few)).toEqual(again)
    expect(generateSpirals({ ...few, seed: 8 }).train.clean).not.toEqual(again.train.clean)
    expect(generateSpirals({ ...few, noise: 0 }).train.noisy).toEqual(again.train.clean)
    expect(fingerprint(again.train.noisy, again.train.mask)).toBe('bcc3af4e5cedd77d')
  })

  it.each([
    [{ seed: 1, observed: 76 }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, length: 151 }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, noise: -1 }, 'DATASETS_INVALID_OPTION'],
    [{ seed: 1, nosie: 1 }, 'DATASETS_UNKNOWN_OPTION'],
  ])('refuses %o', async (options, code) => {
    await expect(async () => generateSpirals(options)).rejects.toThrowRomae(code)
  })
})
