import { createRandom } from '@romae/internal/random'
import { describe, expect, it } from 'vitest'
import { fromGrid } from './from-grid.ts'
import { fitHarmonics, harmonicsAt, harmonicsOf } from './harmonics.ts'
import { seasonalPeriods } from './seasonal-periods.ts'
import type { TimeSeries } from './series.ts'

const YEAR = 365.2425
const missing = Number.NaN
const count = (length: number) => Float64Array.from({ length }, (_, index) => index)
const dated = (values: readonly ArrayLike<number>[], times: ArrayLike<number>, unit = 'days'): TimeSeries => ({
  ...fromGrid({ id: 'dated', values, times }),
  timeUnit: unit,
})
const every = (step: number, length: number, unit: string) => {
  const times = count(length).map((index) => index * step)
  return dated([times.map(Math.sin)], times, unit)
}
const names = (series: TimeSeries) => seasonalPeriods([series]).map(({ name, harmonics }) => `${name} ${harmonics}`)
const season = (time: number) =>
  10 + 8 * Math.cos((2 * Math.PI * time) / YEAR) + 2 * Math.sin((4 * Math.PI * time) / YEAR)

describe('seasonal periods', () => {
  it.each<[string, TimeSeries, readonly string[]]>([
    ['four years of days', every(1, 1461, 'days'), ['week 3', 'year 3']],
    ['two years less a day', every(1, 729, 'days'), ['week 3']],
    ['a month of hours', every(1, 720, 'hours'), ['day 4', 'week 3']],
    ['two days of quarters of an hour', every(15, 193, 'minutes'), ['day 4']],
    ['a week of six hours each', every(6, 29, 'hours'), ['day 1']],
    ['three years of months', every(30.4, 37, 'days'), ['year 3']],
    ['one time', every(1, 1, 'days'), []],
    ['an unknown unit', every(1, 1461, 'lessons'), []],
  ])('of %s', (_, series, expected) => {
    expect(names(series)).toEqual(expected)
  })

  it('need dates, of one unit, and observed values', () => {
    const { timeUnit: _, ...undated } = every(1, 1461, 'days')
    expect(seasonalPeriods([undated])).toEqual([])
    expect(seasonalPeriods([every(1, 1461, 'days'), every(1, 1461, 'hours')])).toEqual([])
    expect(names(dated([count(1461).fill(missing)], count(1461)))).toEqual([])
    expect(seasonalPeriods([])).toEqual([])
  })

  it('have their length in the unit of the times', () => {
    expect(seasonalPeriods([every(1, 720, 'hours')])[0]).toMatchObject({ name: 'day', length: 24 })
    expect(seasonalPeriods([every(0.01, 720, 'days')])[0]).toMatchObject({ name: 'day', length: 1 })
  })
})

describe('harmonics', () => {
  const times = count(1461)

  it('find a season, and leave off a trend that is not there', () => {
    const noise = createRandom(1, 'noise')
    const series = dated([times.map((time) => season(time) + noise.normal())], times)
    const fitted = fitHarmonics([series])
    for (const day of [0, 100, 250, 5000]) expect(Math.abs(harmonicsAt(fitted, 0, day) - season(day))).toBeLessThan(0.3)
    expect(fitted.channels[0]!.trend).toBe(0)
  })

  it('find a strong trend', () => {
    const series = dated([times.map((time) => season(time) + time / 10)], times)
    const fitted = fitHarmonics([series])
    expect(fitted.channels[0]!.trend).toBeCloseTo(146, 0)
    expect(harmonicsAt(fitted, 0, 700)).toBeCloseTo(season(700) + 70, 0)
    expect(fitHarmonics([series], { trend: 'never' }).channels[0]!.trend).toBe(0)
    expect(fitHarmonics([dated([times.map(season)], times)], { trend: 'always' }).channels[0]!.trend).toBeCloseTo(0, 1)
  })

  it('are not led astray by a few values that are wrong by far', () => {
    const values = times.map((time, row) => (row % 20 === 7 ? 1e6 : season(time)))
    const fitted = fitHarmonics([dated([values], times)])
    for (const day of [0, 100, 250]) expect(Math.abs(harmonicsAt(fitted, 0, day) - season(day))).toBeLessThan(1.5)
  })

  it('keep the mean of what is mostly 0', () => {
    const rain = createRandom(2, 'rain')
    const values = times.map(() => (rain.uniform() < 0.6 ? 0 : -8 * Math.log(1 - rain.uniform())))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const [fitted] = fitHarmonics([dated([values], times)], { periods: [] }).channels
    expect(Math.abs(fitted!.level - mean)).toBeLessThan(0.15 * mean)
  })

  it('stay near the level where a phase was never observed', () => {
    const hours = count(24 * 60)
    const noise = createRandom(3, 'noise')
    const values = hours.map((hour) => (hour % 24 < 8 || hour % 24 > 16 ? missing : 20 + noise.normal()))
    const fitted = fitHarmonics([dated([values], hours, 'hours')])
    for (const hour of hours) expect(Math.abs(harmonicsAt(fitted, 0, hour) - 20)).toBeLessThan(2)
  })

  it('do for channels with nothing to learn from', () => {
    const series = dated(
      [count(1461).fill(missing), count(1461).fill(7), count(1461).map((day) => (day === 9 ? 3 : missing))],
      times,
    )
    const fitted = fitHarmonics([series])
    expect([0, 1, 2].map((channel) => harmonicsAt(fitted, channel, 123))).toEqual([0, 7, 3])
  })

  it('are plain data, in the calendar whatever times count from', () => {
    const series = dated([times.map(season)], times)
    const fitted = fitHarmonics([series])
    expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted)
    const shifted = {
      ...dated(
        [season(100), season(101)].map((value) => [value]),
        [0],
      ),
      timeOrigin: '1970-04-11T00:00:00.000000000Z',
    }
    const again = fitHarmonics([{ ...series, timeOrigin: '1970-04-11T00:00:00.000000000Z' }])
    expect(harmonicsOf(fitted, { ...shifted, channels: shifted.channels.slice(0, 1) })[0]![0]).toBeCloseTo(
      season(100),
      0,
    )
    expect(harmonicsAt(again, 0, 100)).toBeCloseTo(season(0), 0)
  })

  it('are the same for any unit of the values', () => {
    const fitted = (factor: number) => fitHarmonics([dated([times.map((time) => factor * season(time))], times)])
    expect(harmonicsAt(fitted(1e-200), 0, 50) / 1e-200).toBeCloseTo(harmonicsAt(fitted(1), 0, 50), 9)
    expect(harmonicsAt(fitted(1e200), 0, 50) / 1e200).toBeCloseTo(harmonicsAt(fitted(1), 0, 50), 9)
  })

  it('refuse what are no series of the same channels', () => {
    expect(() => fitHarmonics([])).toThrowRomae('TIMESERIES_NOT_A_SERIES')
    const two = dated([times, times], times)
    expect(() => fitHarmonics([two, dated([times], times)])).toThrowRomae('TIMESERIES_CHANNEL_COUNT')
  })
})
