import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { windows } from '../series/windows.ts'
import { observationTokenizer } from './observation.ts'

function city(id: string, level: number, amplitude: number): TimeSeries {
  const times = Array.from({ length: 1461 }, (_, day) => 15_340 + day)
  const values = times.map(
    (time) => level + amplitude * Math.cos((2 * Math.PI * time) / 365.2425) + Math.sin(12.9898 * time),
  )
  return { ...fromGrid({ id, times, values: [values] }), timeUnit: 'days' }
}

const cities = [city('north', -10, 20), city('__proto__', 30, 2)]
const short = { ...cities[1]!, id: 'short', channels: [{ times: Float64Array.of(15_340), values: Float64Array.of(7) }] }
const howToFit = { season: 'harmonics', seriesStatistics: 'own' } as const
const tokenizer = observationTokenizer.fit([...cities, short], howToFit)

describe('seriesStatistics: "own"', () => {
  it('has the season, mean and deviation of each series that has enough values, found again by windows', () => {
    expect(Object.keys(tokenizer.options.ofSeries!).sort()).toEqual(['__proto__', 'north'])
    for (const one of cities) {
      const { values } = tokenizer.tokenize(one)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      expect(Math.abs(mean)).toBeLessThan(0.01)
      expect(Math.max(...values)).toBeLessThan(2)
      const [, , , fourth] = windows(one, { length: 30 })
      const ofWindow = tokenizer.tokenize(fourth!)
      ofWindow.values.forEach((value, index) => {
        expect(value).toBeCloseTo(values[90 + index]!, 6)
      })
      const restored = tokenizer.detokenize(ofWindow, fourth)
      restored.channels[0]!.values.forEach((value, index) => {
        expect(value).toBeCloseTo(one.channels[0]!.values[90 + index]!, 4)
      })
    }
  })

  it('has those of all for others, and for those with few values', () => {
    const { ofSeries: _, ...shared } = tokenizer.options
    const pooled = observationTokenizer(shared)
    for (const id of ['elsewhere', 'short', 'toString']) {
      const other = { ...cities[0]!, id }
      expect(tokenizer.tokenize(other)).toEqual(pooled.tokenize(other))
    }
    expect(tokenizer.tokenize(cities[0]!)).not.toEqual(pooled.tokenize(cities[0]!))
  })

  it('is made again from its JSON, and refuses what is none', () => {
    const json = JSON.parse(JSON.stringify(tokenizer.toJSON()))
    expect(observationTokenizer.fromJSON(json).tokenize(cities[1]!)).toEqual(tokenizer.tokenize(cities[1]!))
    const broken = (entry: unknown) => () =>
      observationTokenizer.fromJSON({ ...json, options: { ...json.options, ofSeries: { north: entry } } })
    expect(broken({})).toThrowRomae('TIMESERIES_INVALID_OPTION', { key: 'statistics' })
    expect(broken({ statistics: [] })).toThrowRomae('TIMESERIES_INVALID_OPTION', { key: 'statistics' })
    expect(broken(null)).toThrowRomae('TIMESERIES_INVALID_OPTION')
  })

  it('needs the series for the way back, and is not there of a single series', () => {
    expect(() => tokenizer.detokenize(tokenizer.tokenize(cities[0]!))).toThrowRomae('TIMESERIES_NOT_INVERTIBLE', {
      lacks: 'series',
    })
    expect(observationTokenizer.fit([cities[0]!], howToFit).options).not.toHaveProperty('ofSeries')
    expect(observationTokenizer.fit(cities).options).not.toHaveProperty('ofSeries')
  })
})
