import { createRandom } from '@romae/internal/random'
import { normalQuantile } from '@romae/internal/statistics'
import { describe, expect, it } from 'vitest'
import { bounds } from './bounds.ts'
import { calibrate, restoreCalibration } from './calibration.ts'
import { distancesToKnown } from './distance.ts'
import type { KnownValue } from './uncertain-value.ts'

/** Values whose errors grow with the distance, and by channel: skewed in channel 1. */
function drawn(count: number, seed: number, spread = (value: { distance: number; channel: number }) => value.distance) {
  const random = createRandom(seed)
  return Array.from({ length: count }, (): KnownValue => {
    const channel = random.integer(3)
    const distance = 1 + random.integer(12)
    const point = 10 * random.normal()
    const noise = random.normal()
    const error = channel === 1 ? Math.exp(noise) - 1 : noise
    return {
      channel,
      method: 0,
      distance,
      point,
      below: 1,
      above: 1,
      actual: point + error * spread({ distance, channel }),
    }
  })
}

const share = (values: readonly KnownValue[], within: (value: KnownValue) => boolean) =>
  values.filter(within).length / values.length

describe('calibrate', () => {
  const calibration = calibrate({ choosing: drawn(2000, 1), calibrating: drawn(6000, 2) })
  const others = drawn(20_000, 3)
  const isWithin = (lower: number, upper: number) => (value: KnownValue) =>
    calibration.quantile(value, lower) <= value.actual && value.actual <= calibration.quantile(value, upper)

  it('covers what it promises, in all and in each channel and distance', () => {
    expect(Math.abs(share(others, isWithin(0.05, 0.95)) - 0.9)).toBeLessThan(0.015)
    expect(Math.abs(share(others, isWithin(0.25, 0.75)) - 0.5)).toBeLessThan(0.025)
    for (const channel of [0, 1, 2]) {
      const own = others.filter((value) => value.channel === channel)
      expect(Math.abs(share(own, isWithin(0.05, 0.95)) - 0.9)).toBeLessThan(0.03)
      for (const side of [0.05, 0.95]) {
        expect(Math.abs(share(own, (value) => value.actual <= calibration.quantile(value, side)) - side)).toBeLessThan(
          0.025,
        )
      }
    }
    for (const distance of [1, 2, 12]) {
      const own = others.filter((value) => value.distance === distance)
      expect(Math.abs(share(own, isWithin(0.05, 0.95)) - 0.9)).toBeLessThan(0.04)
    }
  })

  it('is wide where values are far off, and as skewed as they are', () => {
    const at = (channel: number, distance: number, level: number) =>
      calibration.quantile({ channel, method: 0, distance, point: 0, below: 1, above: 1 }, level)
    expect(at(0, 12, 0.95)).toBeGreaterThan(5 * at(0, 1, 0.95))
    expect(at(0, 1, 0.95) / normalQuantile(0.95)).toBeCloseTo(1, 0)
    expect(at(1, 1, 0.95)).toBeGreaterThan(3 * -at(1, 1, 0.05))
  })

  it('covers no less than it promises on few values, whichever they are', () => {
    const shares = Array.from({ length: 300 }, (_, seed) => {
      const few = calibrate({ choosing: [], calibrating: drawn(39, seed + 10, () => 1) })
      return share(
        drawn(200, seed + 1000, () => 1),
        (value) => {
          return few.quantile(value, 0.05) <= value.actual && value.actual <= few.quantile(value, 0.95)
        },
      )
    })
    const mean = shares.reduce((sum, one) => sum + one, 0) / shares.length
    expect(mean).toBeGreaterThan(0.895)
    expect(mean).toBeLessThan(0.91)
  })

  it('takes the finite-sample rank', () => {
    const values = Array.from({ length: 19 }, (_, index): KnownValue => {
      return { channel: 0, method: 0, distance: 1, point: 0, below: 1, above: 1, actual: index - 9 }
    })
    const { quantile, count } = calibrate({ choosing: [], calibrating: values })
    const value = { channel: 5, method: 9, distance: 99, point: 100, below: 1, above: 2 }
    expect(count).toBe(19)
    expect([0.05, 0.1, 0.5, 0.9, 0.95].map((level) => quantile(value, level))).toEqual([
      91,
      92,
      100,
      100 + 2 * 8,
      100 + 2 * 9,
    ])
    expect(() => quantile(value, 0.96)).toThrowRomae('TIMESERIES_TOO_FEW_TO_CALIBRATE', { count: 19, needed: 24 })
    expect(() => quantile(value, 0.04)).toThrowRomae('TIMESERIES_TOO_FEW_TO_CALIBRATE', { count: 19, needed: 24 })
    expect(() => quantile(value, 1)).toThrowRomae('TIMESERIES_INVALID_OPTION', { key: 'level' })
  })

  it('finds that a method’s own widths are worth something', () => {
    const sure = (values: readonly KnownValue[]) =>
      values.map((value) => ({ ...value, below: value.distance, above: value.distance }))
    const constant = (distance: number) => ({
      channel: 0,
      method: 0,
      distance,
      point: 0,
      below: distance,
      above: distance,
    })
    const own = calibrate({ choosing: sure(drawn(60, 1)), calibrating: sure(drawn(300, 2)) })
    const ratio = own.quantile(constant(12), 0.95) / own.quantile(constant(3), 0.95)
    expect(ratio).toBeGreaterThan(2)
  })

  it('is the same again from JSON, and nothing else is one', () => {
    const atBound = (value: KnownValue, index: number) => (index % 3 === 0 ? { ...value, actual: -Infinity } : value)
    const calibrating = drawn(2000, 2).map((value, index) => (value.channel === 2 ? atBound(value, index) : value))
    const made = calibrate({ choosing: drawn(500, 1), calibrating })
    const json = JSON.parse(JSON.stringify(made))
    const restored = restoreCalibration(json)
    expect(restored.count).toBe(2000)
    for (const value of drawn(100, 3)) {
      for (const level of [0.05, 0.3, 0.5, 0.95])
        expect(restored.quantile(value, level)).toBe(made.quantile(value, level))
    }
    const [first] = json.classes
    for (const wrong of [
      null,
      [],
      { ...json, formatVersion: 2 },
      { ...json, widths: { 'below 0': [1] } },
      { ...json, classes: {} },
      { ...json, classes: [{ ...first, distance: 6 }] },
      { ...json, classes: [{ ...first, channel: -1 }] },
      { ...json, classes: [{ ...first, scores: ['1'] }] },
      { ...json, classes: [{ ...first, atMinimum: 0.5 }] },
    ]) {
      expect(() => restoreCalibration(wrong)).toThrowRomae('TIMESERIES_NOT_A_CALIBRATION')
    }
    expect(() => restoreCalibration({ ...json, classes: [] })).toThrowRomae('TIMESERIES_TOO_FEW_TO_CALIBRATE')
  })

  it('needs values', () => {
    expect(() => calibrate({ choosing: drawn(10, 1), calibrating: [] })).toThrowRomae('TIMESERIES_TOO_FEW_TO_CALIBRATE')
  })
})

describe('distancesToKnown', () => {
  it('counts rows to the nearest value on either side', () => {
    expect([...distancesToKnown([1, 1, 0, 1, 1, 1, 0, 1])]).toEqual([2, 1, 0, 1, 2, 1, 0, 1])
    expect([...distancesToKnown([1, 1])]).toEqual([Infinity, Infinity])
  })
})

describe('bounds', () => {
  it('keep values within, in their order, and far from the bounds as they are', () => {
    const cases = [{ minimum: 0 }, { maximum: 5 }, { minimum: -2, maximum: 3 }]
    for (const given of cases) {
      const { minimum = -Infinity, maximum = Infinity } = given
      const { toBounded, toUnbounded } = bounds({ ...given, softness: 0.1 })
      const values = [-50, -3, -0.3, 0, 0.2, 1, 2.9, 4, 6, 50]
      const bounded = values.map(toBounded)
      expect(bounded.every((value) => value >= minimum && value <= maximum)).toBe(true)
      expect(bounded).toEqual([...bounded].sort((a, b) => a - b))
      expect(toBounded(1)).toBeCloseTo(1, 3)
      for (const value of [0.05, 0.5, 1, 2.7]) {
        expect(toUnbounded(toBounded(value))).toBeCloseTo(value, 9)
        expect(toBounded(toUnbounded(value))).toBeCloseTo(value, 9)
      }
    }
  })

  it('have the bounds themselves at the ends of all numbers, and nothing beyond', () => {
    const { toBounded, toUnbounded } = bounds({ minimum: 0, maximum: 1, softness: 0.05 })
    expect([toUnbounded(0), toUnbounded(1)]).toEqual([-Infinity, Infinity])
    expect([toBounded(-Infinity), toBounded(Infinity)]).toEqual([0, 1])
    expect([toUnbounded(-0.1), toUnbounded(1.1)]).toEqual([Number.NaN, Number.NaN])
    const below = bounds({ maximum: 1, softness: 0.05 })
    expect([below.toUnbounded(1), below.toBounded(Infinity), below.toUnbounded(2)]).toEqual([Infinity, 1, Number.NaN])
    expect(bounds({ softness: 1 }).toBounded(-7)).toBe(-7)
  })

  it('are in order', () => {
    expect(() => bounds({ minimum: 1, maximum: 1, softness: 1 })).toThrowRomae('TIMESERIES_INVALID_OPTION', {
      key: 'maximum',
    })
    expect(() => bounds({ minimum: 1, softness: 0 })).toThrowRomae('TIMESERIES_INVALID_OPTION', { key: 'softness' })
  })

  it('let a calibration of values at a bound say so', () => {
    const link = bounds({ minimum: 0, softness: 0.1 })
    const random = createRandom(5)
    const rain = (count: number) =>
      Array.from({ length: count }, (): KnownValue => {
        const actual = random.uniform() < 0.5 ? 0 : 5 * random.uniform()
        return { channel: 0, method: 0, distance: 1, point: 2, below: 1, above: 1, actual: link.toUnbounded(actual) }
      })
    const { quantile } = calibrate({ choosing: rain(200), calibrating: rain(400) })
    const [lower, upper] = [0.05, 0.95].map((level) => link.toBounded(quantile(rain(1)[0]!, level)))
    expect(lower).toBe(0)
    expect(upper).toBeGreaterThan(4)
    expect(upper).toBeLessThan(5)
  })

  it('leave the intervals of channels without any finite, though these share what is measured', () => {
    const random = createRandom(6)
    const mixed = Array.from({ length: 90 }, (_, index): KnownValue => {
      const channel = index % 2
      const actual = channel === 0 && index % 4 === 0 ? -Infinity : random.normal()
      return { channel, method: 0, distance: 1, point: 0, below: 1, above: 1, actual }
    })
    const { quantile } = calibrate({ choosing: [], calibrating: mixed })
    const at = (channel: number) => quantile({ channel, method: 0, distance: 1, point: 0, below: 1, above: 1 }, 0.05)
    expect(at(0)).toBe(-Infinity)
    expect(at(1)).toBeGreaterThan(-4)
  })
})
