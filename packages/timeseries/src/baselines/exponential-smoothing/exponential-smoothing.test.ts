import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromGrid } from '../../series/from-grid.ts'
import { exponentialSmoothing } from './exponential-smoothing.ts'
import { fitSmoothing } from './fit-smoothing.ts'
import { type Smoothing, type SmoothingState, smoothingForecast, smoothThrough } from './states.ts'

/** What testing/make_statsmodels.py says. */
interface Peer {
  readonly values: readonly number[]
  readonly cases: readonly {
    readonly name: string
    readonly smoothing: Smoothing
    readonly level: number
    readonly trend: number
    readonly seasons: readonly number[]
    readonly squares: number
    readonly forecast: readonly number[]
  }[]
}

const { values: column, cases } = JSON.parse(
  readFileSync(new URL('./testing/statsmodels.json', import.meta.url), 'utf8'),
) as Peer
const count = (length: number) => Array.from({ length }, (_, index) => index)
const stepsOf = (values: readonly number[]) => ({
  steps: Float64Array.from(values.keys()),
  values: Float64Array.from(values),
})

describe('exponential smoothing', () => {
  it.each(cases.map((one) => [one.name, one] as const))('is that of statsmodels: %s', (_, one) => {
    const start: SmoothingState = { ...one, seasons: Float64Array.from(one.seasons), step: -1 }
    const { state, squares } = smoothThrough(start, stepsOf(column), one.smoothing)
    expect(squares / one.squares).toBeCloseTo(1, 8)
    one.forecast.forEach((value, step) => {
      expect(smoothingForecast(state, one.smoothing, step + 1)).toBeCloseTo(value, 6)
    })
  })

  it('is fitted about as closely as by statsmodels, which chooses the first state as well', () => {
    const { period, squares, smoothing } = fitSmoothing(stepsOf(column), [4])
    const peer = cases.find(({ name }) => name === 'Holt-Winters')!
    expect(period).toBe(4)
    expect(smoothing.damping).toBeGreaterThan(0)
    expect(squares).toBeLessThan(1.2 * peer.squares)
    const simple = fitSmoothing(stepsOf(column.slice(0, 11)), [4])
    expect([simple.period, simple.smoothing.damping]).toEqual([1, 0])
  })

  it('goes on over steps without a value as over values that were as expected', () => {
    const { smoothing, trend, level, seasons } = cases.find(({ name }) => name === 'damped')!
    const start: SmoothingState = { level, trend, seasons: Float64Array.from(seasons), step: -1 }
    const gapped = { steps: Float64Array.of(0, 1, 5), values: Float64Array.of(20, 21, 24) }
    const expected = [20, 21]
    for (let step = 2; step < 5; step++) {
      const { state } = smoothThrough(start, stepsOf(expected), smoothing)
      expected.push(smoothingForecast(state, smoothing, 1))
    }
    const whole = smoothThrough(start, stepsOf([...expected, 24]), smoothing)
    const skipped = smoothThrough(start, gapped, smoothing)
    expect(skipped.squares).toBeCloseTo(whole.squares, 10)
    expect(skipped.state.level).toBeCloseTo(whole.state.level, 10)
    expect(skipped.state.trend).toBeCloseTo(whole.state.trend, 10)
  })

  it('continues lines and days, by steps of the series', () => {
    const hours = count(240)
    const day = (hour: number) => 5 * Math.sin((2 * Math.PI * hour) / 24) + (hour % 24 === 7 ? 3 : 0)
    const times = hours.filter((hour) => hour % 17 !== 3)
    const values = [times.map((hour) => 2 * hour - 3), times.map((hour) => 100 + day(hour)), times.map(() => 7)]
    const series = { ...fromGrid({ id: 'a', values, times }), timeUnit: 'hours' }
    const fitted = exponentialSmoothing.fit([series])
    const at = Float64Array.of(240, 247, 255)
    const [line, days, constant] = fitted.forecast(series, at).channels
    at.forEach((hour, target) => {
      expect(line!.values[target]).toBeCloseTo(2 * hour - 3, 6)
      expect(days!.values[target]).toBeCloseTo(100 + day(hour), 6)
      expect(constant!.values[target]).toBeCloseTo(7, 10)
    })
    // Another series, from elsewhere: the same fit, by its own past.
    const other = { ...fromGrid({ id: 'b', values: [hours, hours.map(day), hours.map(() => 1)] }), timeUnit: 'hours' }
    const [, its] = fitted.forecast(other, at).channels
    expect(its!.values[1]).toBeCloseTo(day(247), 6)
  })

  it('says nothing of a channel without values, and one value of a channel of one', () => {
    const series = fromGrid({
      id: 'a',
      values: [
        [Number.NaN, Number.NaN],
        [5, Number.NaN],
      ],
    })
    const { channels } = exponentialSmoothing.fit([series]).forecast(series, Float64Array.of(2, 3))
    expect(channels.map(({ values }) => [...values])).toEqual([
      [Number.NaN, Number.NaN],
      [5, 5],
    ])
  })
})
