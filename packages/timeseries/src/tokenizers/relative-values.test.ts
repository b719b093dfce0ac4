import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { observationTokenizer } from './observation.ts'
import { timestepTokenizer } from './timestep.ts'

const near = fromGrid({
  id: 'near',
  values: [
    [1000, -4000, 0],
    [100, 200, 300],
  ],
})
const far = fromGrid({
  id: 'far',
  values: [
    [1, -4, 0],
    [0.1, 0.2, 0.3],
  ],
})

describe('relative values', () => {
  it('stand after each value, as fractions of the largest of all channels', () => {
    const { tokenSize, tokenize } = timestepTokenizer({ channels: 2, relativeValues: true })
    expect(tokenSize).toBe(4)
    expect(tokenize(near).values).toEqual(
      Float32Array.of(1000, 0.25, 100, 0.025, -4000, -1, 200, 0.05, 0, 0, 300, 0.075),
    )
  })

  it('are the same for two series of one shape', () => {
    const relativeOf = (series: TimeSeries) => {
      const { values } = observationTokenizer({ channels: 2, relativeValues: true }).tokenize(series)
      return values.filter((_, index) => index % 2 === 1)
    }
    expect(relativeOf(far)).toEqual(relativeOf(near))
  })

  it('stand after the extras, are standardised like them, and are not part of the series that tokens give back', () => {
    const withError = (series: TimeSeries): TimeSeries => ({
      ...series,
      channels: series.channels.map((channel) => ({ ...channel, extras: [Float64Array.of(1, 2, 3)] })),
    })
    const all = [near, far].map(withError)
    const tokenizer = timestepTokenizer.fit(all, { transform: ['asinh', 'none'], relativeValues: true })
    expect(tokenizer.options.extras).toBe(1)
    // Channel 0 of both series: 0.25, −1 and 0.
    const std = Math.sqrt((0.5 ** 2 + 0.75 ** 2 + 0.25 ** 2) / 3)
    expect(tokenizer.options.statistics![0]![2]).toEqual({
      mean: expect.closeTo(-0.25, 6),
      std: expect.closeTo(std, 6),
    })
    const tokens = tokenizer.tokenize(all[0]!)
    expect(tokens.values[2]).toBeCloseTo(0.5 / std, 5)
    const [restored] = tokenizer.detokenize(tokens).channels
    expect(restored!.extras).toHaveLength(1)
    expect(restored!.values[1]).toBeCloseTo(-4000, 1)
    expect(timestepTokenizer.fromJSON(JSON.parse(JSON.stringify(tokenizer))).tokenize(all[0]!)).toEqual(tokens)
  })

  it('of a series of zeros are zeros', () => {
    const { tokenize } = timestepTokenizer({ channels: 1, relativeValues: true })
    expect([...tokenize(fromGrid({ id: 'none', values: [[0, 0]] })).values]).toEqual([0, 0, 0, 0])
  })

  it('leave gaps out of account', () => {
    const gap = fromGrid({ id: 'gap', values: [[Number.NaN, 2, -8]] })
    const { tokenize } = timestepTokenizer({ channels: 1, relativeValues: true, missing: 'indicator' })
    expect([...tokenize(gap).values]).toEqual([0, 0, 1, 2, 0.25, 0, -8, -1, 0])
  })
})
