import { createRandom } from '@romae/internal/random'
import { describe, expect, it } from 'vitest'
import { forecasters, harmonics, naive, seasonalNaive, vectorAutoregression } from '../../baselines.ts'
import { fromGrid } from '../../series/from-grid.ts'
import { sliceTime } from '../../series/slice-time.ts'

const gap = Number.NaN
const count = (length: number) => Array.from({ length }, (_, index) => index)
const dated = (values: readonly ArrayLike<number>[], times: readonly number[], timeUnit = 'days', id = 'a') => ({
  ...fromGrid({ id, values, times }),
  timeUnit,
})

describe('seasonal naive', () => {
  it('is the value of a day ago, of as many days as it takes', () => {
    const hours = count(100)
    const series = dated(
      [hours.map((hour) => (hour === 90 ? gap : 100 * Math.floor(hour / 24) + (hour % 24)))],
      hours,
      'hours',
    )
    const fitted = seasonalNaive.fit([series])
    const at = Float64Array.of(100, 114, 124, 160)
    // A day before 124 is not known yet, and at 90 nothing is.
    expect([...fitted.forecast(series, at).channels[0]!.values]).toEqual([304, 218, 304, 316])
  })

  it('takes the period after which values repeat best', () => {
    const days = count(1461)
    const year = (day: number) => 20 * Math.cos((2 * Math.PI * day) / 365.2425)
    const fitted = seasonalNaive.fit([dated([days.map(year), days.map((day) => day % 7)], days)])
    const [byYear, byWeek] = fitted.forecast(
      dated([days.map(year), days.map((day) => day % 7)], days),
      Float64Array.of(1470, 1500),
    ).channels
    expect([...byYear!.values]).toEqual([year(1105), year(1135)])
    expect([...byWeek!.values]).toEqual([0, 2])
  })

  it('is the last value where there is no calendar', () => {
    const series = fromGrid({
      id: 'a',
      values: [
        [1, 2, 5, gap],
        [gap, gap, gap, gap],
      ],
    })
    const next = seasonalNaive.fit([series]).forecast(series, Float64Array.of(4, 9))
    expect(next.channels.map(({ values }) => [...values])).toEqual([
      [5, 5],
      [gap, gap],
    ])
  })
})

describe('the vector autoregression', () => {
  const random = createRandom(3)
  const rows = count(3000)
  const [first, second]: [number[], number[]] = [[0], [0]]
  for (const row of rows.slice(1)) {
    first.push(0.8 * first[row - 1]! + random.normal())
    // The second follows the first, a step later.
    second.push(0.9 * first[row - 1]! + 0.1 * random.normal())
  }
  const series = fromGrid({ id: 'a', names: ['first', 'second'], values: [first, second] })
  const fitted = vectorAutoregression.fit([series])
  const level = fitted.forecast(series, Float64Array.of(5000)).channels.map(({ values }) => values[0]!)

  it('falls back to the level as the process does', () => {
    const [one, other] = fitted.forecast(series, Float64Array.of(3000, 3001, 3003)).channels
    const last = first.at(-1)! - level[0]!
    for (const [target, steps] of [1, 2, 4].entries()) {
      expect((one!.values[target]! - level[0]!) / last).toBeCloseTo(0.8 ** steps, 1)
    }
    expect(other!.values[0]! - level[1]!).toBeCloseTo(0.9 * last, 0)
  })

  it('is the less sure the further ahead, up to what the process varies by itself', () => {
    const at = Float64Array.of(3000, 3001, 3004, 3200)
    const deviations = fitted.deviations!(series, at)
    expect(deviations).toHaveLength(2)
    // An autoregression of 0.8 of noise 1: the variance after h steps is (1 − 0.64ʰ) / (1 − 0.64).
    for (const [target, ahead] of [1, 2, 5, 201].entries()) {
      const expected = Math.sqrt((1 - 0.64 ** ahead) / 0.36)
      expect(deviations[0]![target]! / expected).toBeGreaterThan(0.85)
      expect(deviations[0]![target]! / expected).toBeLessThan(1.15)
    }
  })

  it('sees what is known of the future of a channel', () => {
    const planned = {
      ...series,
      channels: [
        { name: 'first', times: Float64Array.from(count(3002)), values: Float64Array.from([...first, 4, -4]) },
        series.channels[1]!,
      ],
    }
    const [one, other] = fitted.forecast(planned, Float64Array.of(3000, 3001, 3002)).channels
    expect([...one!.values.slice(0, 2)]).toEqual([4, -4])
    expect(other!.values[1]).toBeCloseTo(0.9 * 4, 0)
    expect(other!.values[2]).toBeCloseTo(0.9 * -4, 0)
  })
})

describe('harmonics and the last value', () => {
  it('are the season and what was last', () => {
    const days = count(1461)
    const season = (day: number) => 5 + 10 * Math.cos((2 * Math.PI * day) / 365.2425)
    const series = dated([days.map(season)], days)
    const at = Float64Array.of(1461, 1600)
    const [usual] = harmonics.fit([series]).forecast(series, at).channels
    expect(usual!.values[1]).toBeCloseTo(season(1600), 0)
    const [last] = naive.fit([series]).forecast(series, at).channels
    expect([...last!.values]).toEqual([season(1460), season(1460)])
  })
})

describe.each(forecasters.map((method) => [method.name, method] as const))('%s', (_, method) => {
  it('looks at nothing from the first wanted time on, and forgets nothing between calls', () => {
    const hours = count(400)
    const values = hours.map((hour) => Math.sin(hour / 3) + (hour % 7))
    const series = dated([values, values.map((value) => value ** 2)], hours, 'hours')
    const past = sliceTime(series, { to: 300 })
    const fitted = method.fit([past])
    const at = Float64Array.from({ length: 8 }, (_, step) => 300 + step)
    const expected = fitted.forecast(past, at).channels.map((channel) => [...channel.values])
    // What is later than all that is wanted, and in other channels, changes nothing.
    const later = { ...series, channels: series.channels.map((channel) => dropBetween(channel, 300, 308)) }
    expect(fitted.forecast(later, at).channels.map((channel) => [...channel.values])).toEqual(expected)
    expect(expected.flat().every(Number.isFinite)).toBe(true)
    expect(fitted.forecast(past, at.subarray(0, 2)).channels[0]!.values[1]).toBeCloseTo(expected[0]![1]!, 9)
  })
})

function dropBetween<Channel extends { times: Float64Array; values: Float64Array }>(
  channel: Channel,
  from: number,
  to: number,
) {
  const isKept = (_: number, index: number) => channel.times[index]! < from || channel.times[index]! >= to
  return { ...channel, times: channel.times.filter(isKept), values: channel.values.filter(isKept) }
}
