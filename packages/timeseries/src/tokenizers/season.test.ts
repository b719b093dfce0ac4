import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { observationTokenizer } from './observation.ts'
import { timestepTokenizer } from './timestep.ts'

const YEAR = 365.2425
const { NaN: gap } = Number

/** Four years of days from 2012 on: a wave of a year, and what comes besides. */
function dated(beside: (day: number) => number, timeUnit: string | null = 'days'): TimeSeries {
  const times = Array.from({ length: 1461 }, (_, day) => 15_340 + day)
  const values = times.map((time) => 10 + 8 * Math.cos((2 * Math.PI * time) / YEAR) + beside(time))
  const series = fromGrid({ id: 'city', times, values: [values] })
  return timeUnit === null ? series : { ...series, timeUnit }
}
const noise = (day: number) => Math.sin(12.9898 * day) // of deviation 0.7, and of no season

const kinds = [
  ['observations', observationTokenizer],
  ['time stamps', timestepTokenizer],
] as const

describe.each(kinds)('season: "harmonics" of %s', (_, factory) => {
  const series = dated(noise)
  const tokenizer = factory.fit([series], { season: 'harmonics' })

  it('takes the year out before values are standardised, and puts it back', () => {
    expect(tokenizer.options.harmonics!.periods.map(({ name }) => name)).toEqual(['week', 'year'])
    expect(tokenizer.options.statistics![0]![0]!.std).toBeLessThan(0.75)
    const tokens = tokenizer.tokenize(series)
    const summer = tokens.values.subarray(170, 190).reduce((sum, value) => sum + value, 0) / 20
    expect(Math.abs(summer)).toBeLessThan(0.5)
    const restored = tokenizer.detokenize(tokens, series)
    const [given, back] = [series.channels[0]!, restored.channels[0]!]
    expect([...back.times]).toEqual([...given.times])
    back.values.forEach((value, index) => {
      expect(value).toBeCloseTo(given.values[index]!, 5)
    })
  })

  it('knows the day of the year of any part of the series', () => {
    const part = fromGrid({
      id: 'part',
      times: [...series.channels[0]!.times.subarray(500, 520)],
      values: [[...series.channels[0]!.values.subarray(500, 520)]],
    })
    const tokens = tokenizer.tokenize({ ...part, timeUnit: 'days' })
    const whole = tokenizer.tokenize(series)
    expect(tokens.positions).toEqual(whole.positions.map((at) => at).slice(0, tokens.positions.length))
    tokens.values.forEach((value, index) => {
      expect(value).toBeCloseTo(whole.values[500 + index]!, 6)
    })
  })

  it('is made again from its JSON, and refuses what is none', () => {
    const json = JSON.parse(JSON.stringify(tokenizer.toJSON()))
    expect(factory.fromJSON(json).tokenize(series)).toEqual(tokenizer.tokenize(series))
    const { harmonics } = json.options
    const broken = (changes: object) => () =>
      factory.fromJSON({ ...json, options: { ...json.options, harmonics: { ...harmonics, ...changes } } })
    expect(broken({ channels: [] })).toThrowRomae('TIMESERIES_INVALID_OPTION', { key: 'channels' })
    expect(broken({ span: 0 })).toThrowRomae('TIMESERIES_INVALID_OPTION', { key: 'span' })
    expect(broken({ channels: [{ ...harmonics.channels[0], waves: [1] }] })).toThrowRomae('TIMESERIES_INVALID_OPTION', {
      key: 'channels[0].waves',
    })
    expect(broken({ periods: [{ name: 'year', length: 1, harmonics: 1e9 }] })).toThrowRomae(
      'TIMESERIES_INVALID_OPTION',
      { key: 'harmonics' },
    )
  })

  it('needs to be told when tokens begin, by the series or by an origin', () => {
    const tokens = tokenizer.tokenize(series)
    expect(() => tokenizer.detokenize(tokens)).toThrowRomae('TIMESERIES_NOT_INVERTIBLE', { lacks: 'series' })
    const placed = factory.fit([series], { season: 'harmonics', time: { origin: 15_340 } })
    placed.detokenize(placed.tokenize(series)).channels[0]!.values.forEach((value, index) => {
      expect(value).toBeCloseTo(series.channels[0]!.values[index]!, 5)
    })
  })

  it('is of what a transform makes of the values', () => {
    const skewed = dated((day) => Math.exp(1 + noise(day)))
    const fitted = factory.fit([skewed], { season: 'harmonics', transform: ['log1p'] })
    const restored = fitted.detokenize(fitted.tokenize(skewed), skewed)
    restored.channels[0]!.values.forEach((value, index) => {
      expect(value / skewed.channels[0]!.values[index]!).toBeCloseTo(1, 5)
    })
  })

  it('changes nothing of series without a calendar, and none is fitted unless it is asked for', () => {
    const plain = dated(noise, null)
    expect(factory.fit([plain], { season: 'harmonics' }).toJSON()).toEqual(factory.fit([plain]).toJSON())
    expect(JSON.stringify(factory.fit([series]).toJSON())).not.toContain('harmonics')
    expect(() => factory.fit([series], { season: 'year' as never })).toThrowRomae('TIMESERIES_INVALID_OPTION', {
      key: 'season',
    })
  })
})

it('standardises what is left of each series by itself', () => {
  const series = dated(noise)
  const tokenizer = observationTokenizer.fit([series], { season: 'harmonics', standardize: 'per-series' })
  const { values } = tokenizer.tokenize(series)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const square = values.reduce((sum, value) => sum + value ** 2, 0) / values.length
  expect(mean).toBeCloseTo(0, 4)
  expect(square).toBeCloseTo(1, 3)
  expect(values.subarray(170, 190).reduce((sum, value) => sum + value, 0) / 20).toBeLessThan(0.7)
})

it('leaves out what is missing', () => {
  const series = fromGrid({ id: 'a', times: [0, 1, 2], values: [[1, gap, 3]] })
  expect(observationTokenizer.fit([series], { season: 'harmonics' }).tokenize(series).length).toBe(2)
})
