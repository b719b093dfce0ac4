import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { typicalSteps } from '../series/typical-steps.ts'
import { fitTimeUnit } from './fit-time-unit.ts'
import { observationTokenizer } from './observation.ts'
import { timestepTokenizer } from './timestep.ts'

const { NaN: gap } = Number
const count = (length: number) => Array.from({ length }, (_, index) => index)
const at = (times: readonly number[], id = 'a') => fromGrid({ id, values: [times.map(() => 1)], times })
/** Bursts of so many values `within` apart, `between` from one's start to the next. */
const bursts = (size: number, within: number, between: number, number: number) =>
  count(number).flatMap((burst) => count(size).map((place) => burst * between + place * within))

/** A wide table of sensors that take turns: each has values where the others have gaps. */
function turns(offsets: readonly number[], step: number, number: number): TimeSeries {
  const times = count(number).flatMap((turn) => offsets.map((offset) => turn * step + offset))
  const values = offsets.map((_, sensor) => times.map((_, row) => (row % offsets.length === sensor ? 1 : gap)))
  return fromGrid({ id: 'turns', values, times })
}

describe('the fitted unit of time', () => {
  it.each<[string, TimeSeries[], number]>([
    ['even steps', [at(count(12).map((index) => index / 24))], Number((1 / 24).toPrecision(9))],
    ['steps that rounding makes uneven', [at(count(200).map((index) => index * 0.1))], 0.1],
    ['missing values', [fromGrid({ id: 'a', values: [[1, gap, gap, 2, gap, gap, 3]] })], 3],
    ['a few missing values', [fromGrid({ id: 'a', values: [[1, 2, 3, gap, 4, 5, 6]] })], 1],
    ['two sensors 1 s apart', [turns([0, 1], 3600, 80)], 3600],
    ['three sensors 1 ms apart', [turns([0, 0.001, 0.002], 1, 20)], 1],
    ['a mistyped year at the end', [at([...count(12), 330_000])], 1],
    ['a mistyped year at the start', [at([-730_000, ...count(12)])], 1],
    ['one burst among even steps', [at([...count(40), ...count(20).map((index) => 40 + index / 1000)])], 1],
    ['bursts that are long', [at(bursts(200, 1, 1e6, 3))], 1],
    ['values that are one for each channel', [turns([0, 5, 9], 1, 1)], 4],
    ['one time', [at([5])], 1],
    ['times that no unit can hold', [at([-1.7e308, 1.7e308])], 1],
  ])('is the typical step of %s', (_, series, unit) => {
    expect(fitTimeUnit(series)).toBe(unit)
  })

  it.each([
    [3, 1, 3600],
    [5, 1e-3, 2_600_000],
    [2, 1e-6, 1],
  ])('keeps both in sight of bursts of %d, %d apart and every %d', (size, within, between) => {
    const unit = fitTimeUnit([at(bursts(size, within, between, 30))])
    // Neither the step within a burst alone, nor so fine that the bursts lie beyond what a model tells apart.
    expect(between / unit).toBeLessThan(300)
    expect(between / unit).toBeGreaterThan(0.3)
  })

  it('is that of sparse and of dense series together, however long each of them is', () => {
    const many = count(2000).map((index) => at(count(300).map((row) => row * 60 + 0.01 * (index % 7))))
    expect(fitTimeUnit(many)).toBe(60)
    expect(3600 / fitTimeUnit([at(bursts(3, 1, 3600, 500_000))]) / 90).toBeCloseTo(1, 0)
  })

  it('does not depend on the order of series, nor on the unit of their times', () => {
    const steps = fc.array(fc.double({ min: 0.01, max: 1e5, noNaN: true }), { minLength: 2, maxLength: 40 })
    const series = fc.array(
      steps.map((some) =>
        some.map(
          (
            (now) => (step: number) =>
              (now += step)
          )(0),
        ),
      ),
      { minLength: 1, maxLength: 6 },
    )
    fc.assert(
      fc.property(series, fc.constantFrom(86_400, 1000, 1 / 3600, 60), (all, factor) => {
        const unit = fitTimeUnit(all.map((times) => at(times)))
        expect(fitTimeUnit(all.toReversed().map((times) => at(times)))).toBe(unit)
        const inOther = fitTimeUnit(all.map((times) => at(times.map((time) => time * factor))))
        expect(inOther / (unit * factor)).toBeCloseTo(1, 6)
      }),
    )
  })

  it('is part of a fitted tokenizer, unless it is given', () => {
    const hourly = [at(count(12).map((index) => index * 3600))]
    for (const { fit, fromJSON } of [timestepTokenizer, observationTokenizer]) {
      const tokenizer = fit(hourly)
      expect(tokenizer.options.time).toEqual({ unit: 3600, origin: 'first' })
      expect(fromJSON(tokenizer.toJSON()).options.time.unit).toBe(3600)
      expect(fit(hourly, { standardize: 'none', time: { origin: 'zero' } }).options.time.unit).toBe(3600)
      expect(fit(hourly, { time: { unit: 60 } }).options.time.unit).toBe(60)
    }
    // What was made without fitting, as by earlier versions, counts in 1.
    expect(timestepTokenizer({ channels: 1 }).options.time.unit).toBe(1)
  })
})

describe('typicalSteps', () => {
  it('are the median step, and the mean step of stretches', () => {
    expect(typicalSteps([at([0, 1, 2, 3, 9])])).toEqual({ step: 1, stretch: 1 })
    expect(typicalSteps([at(bursts(2, 1, 10, 40))])).toEqual({ step: 1, stretch: 5 })
    expect(typicalSteps([at([3])])).toBeNull()
  })
})
