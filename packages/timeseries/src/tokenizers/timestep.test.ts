import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { type MissingValues, timestepTokenizer } from './timestep.ts'

const missing = Number.NaN
const weather = fromGrid({
  id: 'weather',
  values: [
    [missing, 10, missing, missing, 40, missing],
    [1, 2, 3, 4, 5, 6],
  ],
  times: [0, 1, 2, 3, 5, 6],
})
const tokenize = (how: MissingValues) => [...timestepTokenizer({ channels: 2, missing: how }).tokenize(weather).values]

describe('timestepTokenizer', () => {
  it('gives one token for each time stamp, holding channels and extras', () => {
    const series: TimeSeries = {
      id: 'a',
      channels: [1, 2].map((channel) => ({
        times: Float64Array.of(3, 7),
        values: Float64Array.of(channel, channel * 10),
        extras: [Float64Array.of(channel / 10, channel / 100)],
      })),
    }
    const { values, positions, length } = timestepTokenizer({ channels: 2, extras: 1 }).tokenize(series)
    expect(length).toBe(2)
    expect(values).toEqual(Float32Array.of(1, 0.1, 2, 0.2, 10, 0.01, 20, 0.02))
    expect(positions).toEqual(Float32Array.of(0, 4))
  })

  it('fills gaps with zero', () => {
    expect(tokenize('zero')).toEqual([0, 1, 10, 2, 0, 3, 0, 4, 40, 5, 0, 6])
  })

  it('interpolates gaps in time, and holds the ends', () => {
    expect(tokenize('interpolate')).toEqual([10, 1, 10, 2, 17.5, 3, 25, 4, 40, 5, 40, 6])
  })

  it('flags gaps, 1 = missing', () => {
    expect(tokenize('indicator').slice(0, 12)).toEqual([0, 1, 1, 0, 10, 2, 0, 0, 0, 3, 1, 0])
  })

  it('puts the mean where a standardised value is missing', () => {
    const tokenizer = timestepTokenizer.fit([weather], { missing: 'zero' })
    expect(tokenizer.detokenize(tokenizer.tokenize(weather)).channels[0]!.values[0]).toBeCloseTo(25, 5)
  })

  it('gives flagged gaps back as gaps, by the nearer flag', () => {
    const tokenizer = timestepTokenizer.fit([weather], { missing: 'indicator', time: { origin: 'zero' } })
    const tokens = tokenizer.tokenize(weather)
    const unsure = tokens.values.map((value, index) => (index % 4 === 2 ? value * 0.8 + 0.1 : value))
    const restored = tokenizer.detokenize({ ...tokens, values: unsure })
    expect([...restored.channels[0]!.values]).toEqual([
      missing,
      expect.closeTo(10, 5),
      missing,
      missing,
      expect.closeTo(40, 5),
      missing,
    ])
    expect(restored.channels[0]!.times).toEqual(weather.channels[0]!.times)
  })

  it('gives a series back from its tokens in any order', () => {
    const tokenizer = timestepTokenizer({ channels: 2 })
    const tokens = { values: Float32Array.of(3, 4, 1, 2), positions: Float32Array.of(7, 5), length: 2 }
    const times = Float64Array.of(5, 7)
    expect(tokenizer.detokenize(tokens).channels).toEqual([
      { times, values: Float64Array.of(1, 3) },
      { times, values: Float64Array.of(2, 4) },
    ])
  })

  it('merges the times of irregular channels', () => {
    const at = (...times: number[]) => ({ times: Float64Array.from(times), values: Float64Array.from(times) })
    const tokens = timestepTokenizer({ channels: 2, missing: 'zero', time: { origin: 'zero' } }).tokenize({
      id: 'a',
      channels: [at(1, 3), at(2, 3, 4)],
    })
    expect([...tokens.positions]).toEqual([1, 2, 3, 4])
    expect([...tokens.values]).toEqual([1, 0, 0, 2, 3, 3, 0, 4])
  })

  it('thins to evenly spaced time stamps, interpolating from all of them', () => {
    const tokenizer = timestepTokenizer({ channels: 2, missing: 'interpolate', maxLength: 3, overlong: 'thin' })
    const { values, positions } = tokenizer.tokenize(weather)
    expect([...positions]).toEqual([0, 3, 6])
    expect([...values]).toEqual([10, 1, 25, 4, 40, 6])
    expect(tokenizer.maxLength).toBe(3)
  })

  it('names the missing value that it refuses', async () => {
    const error = await caught(() => tokenize('error'))
    expect(error.code).toBe('TIMESERIES_MISSING_VALUE')
    expect(error.fields).toMatchObject({ id: 'weather', channel: 0, time: 0 })
  })

  it('refuses to interpolate from nothing, and series that are too long', async () => {
    const blank = fromGrid({
      id: 'blank',
      values: [
        [missing, missing],
        [1, 2],
      ],
    })
    const interpolating = timestepTokenizer({ channels: 2, missing: 'interpolate' })
    await expect(async () => interpolating.tokenize(blank)).rejects.toThrowRomae('TIMESERIES_NOTHING_TO_INTERPOLATE')
    const short = timestepTokenizer({ channels: 2, missing: 'zero', maxLength: 5 })
    expect((await caught(() => short.tokenize(weather))).fields).toMatchObject({ length: 6, limit: 5 })
  })
})
