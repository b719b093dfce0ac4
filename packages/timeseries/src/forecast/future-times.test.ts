import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import { futureTimes } from './future-times.ts'

const DAY = 86_400_000
const dated = (dates: readonly string[], timeUnit: 'days' | 'hours' = 'days') => ({
  ...fromGrid({
    id: 'a',
    values: [dates.map(() => 1)],
    times: dates.map((date) => Date.parse(date) / (timeUnit === 'days' ? DAY : DAY / 24)),
  }),
  timeUnit,
})
const texts = (times: Float64Array, length = DAY) =>
  Array.from(times, (time) => new Date(time * length).toISOString().slice(0, 10))

describe('future times', () => {
  it('follow one typical step apart', () => {
    const series = fromGrid({ id: 'a', values: [[1, 2, 3, 4, 5]], times: [0, 2, 4, 9, 11] })
    expect([...futureTimes(series, { count: 3 })]).toEqual([13, 15, 17])
    expect([...futureTimes(series, { count: 2, after: 4, step: 0.5 })]).toEqual([4.5, 5])
  })

  it('are months where those of the series are', () => {
    const starts = dated(['2023-10-01', '2023-11-01', '2023-12-01', '2024-01-01'])
    expect(texts(futureTimes(starts, { count: 3 }))).toEqual(['2024-02-01', '2024-03-01', '2024-04-01'])
    const ends = dated(['2023-10-31', '2023-11-30', '2023-12-31'], 'hours')
    expect(texts(futureTimes(ends, { count: 3 }), DAY / 24)).toEqual(['2024-01-31', '2024-02-29', '2024-03-31'])
    const quarters = dated(['2023-03-15', '2023-06-15', '2023-12-15'])
    expect(texts(futureTimes(quarters, { count: 2, after: Date.parse('2023-12-15') / DAY }))).toEqual([
      '2024-03-15',
      '2024-06-15',
    ])
    // Four weeks are no month.
    const weeks = dated(['2023-01-02', '2023-01-30', '2023-02-27'])
    expect(texts(futureTimes(weeks, { count: 1 }))).toEqual(['2023-03-27'])
  })

  it('need a step', () => {
    const one = fromGrid({ id: 'one', values: [[1]] })
    expect(() => futureTimes(one, { count: 1 })).toThrowRomae('TIMESERIES_NO_STEP', { id: 'one', times: 1 })
    expect([...futureTimes(one, { count: 1, step: 2 })]).toEqual([2])
  })
})
