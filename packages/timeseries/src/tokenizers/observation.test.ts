import { caught } from '@romae/internal/testing'
import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { observationTokenizer } from './observation.ts'

const star: TimeSeries = {
  id: 'star',
  label: 'SNIa',
  channels: [
    { times: Float64Array.of(59000, 59002.5), values: Float64Array.of(1, 2), extras: [Float64Array.of(0.5, 0.25)] },
    { times: Float64Array.of(), values: Float64Array.of(), extras: [Float64Array.of()] },
    {
      times: Float64Array.of(58990, 58999, 59001),
      values: Float64Array.of(Number.NaN, 7, 8),
      extras: [Float64Array.of(Number.NaN, 1, 2)],
    },
  ],
}

const other: TimeSeries = {
  id: 'other',
  channels: [0, 1, 2].map((channel) => star.channels[channel === 1 ? 0 : channel]!),
}

describe('observationTokenizer', () => {
  it('gives one token for each observation, at its channel and time', () => {
    const { values, positions, length } = observationTokenizer({ channels: 3, extras: 1 }).tokenize(star)
    expect(length).toBe(4)
    expect(values).toEqual(Float32Array.of(1, 0.5, 2, 0.25, 7, 1, 8, 2))
    // The first time is that of the first observation, not of the missing entry before it.
    expect(positions).toEqual(Float32Array.of(0, 1, 0, 3.5, 2, 0, 2, 2))
  })

  it.each([
    ['first' as const, [0, 1, 2]],
    ['zero' as const, [2, 3, 4]],
    [8, [-2, -1, 0]],
  ])('measures time from %s', (origin, positions) => {
    const series = fromGrid({ id: 'a', values: [[1, 2, 3]], times: [4, 6, 8] })
    const tokenizer = observationTokenizer({ channels: 1, time: { unit: 2, origin } })
    const tokens = tokenizer.tokenize(series)
    expect([...tokens.positions]).toEqual(positions.flatMap((position) => [0, position]))
    const start = origin === 'first' ? 0 : 4
    expect(tokenizer.detokenize(tokens).channels[0]!.times).toEqual(Float64Array.of(start, start + 2, start + 4))
  })

  it('gives a series back from its tokens in any order', () => {
    const tokenizer = observationTokenizer.fit([star, other], { time: { origin: 'zero', unit: 1 } })
    const { values, positions, length } = tokenizer.tokenize(star)
    const order = [3, 0, 2, 1]
    const pairs = (column: Float32Array) =>
      Float32Array.from(order.flatMap((token) => [...column.slice(2 * token, 2 * token + 2)]))
    const restored = tokenizer.detokenize({ values: pairs(values), positions: pairs(positions), length })
    expect(restored.channels.map(({ times }) => [...times])).toEqual([[59000, 59002.5], [], [58999, 59001]])
    expect([...restored.channels[2]!.values]).toEqual([expect.closeTo(7, 5), expect.closeTo(8, 5)])
    expect([...restored.channels[0]!.extras![0]!]).toEqual([expect.closeTo(0.5, 5), expect.closeTo(0.25, 5)])
  })

  it('thins each channel to evenly spaced observations, its first and last among them', () => {
    const count = Array.from({ length: 11 }, (_, index) => index)
    const series = fromGrid({ id: 'long', values: [count, count.map((time) => (time < 3 ? time : Number.NaN))] })
    const keeping = (maxLengthPerChannel: number) =>
      observationTokenizer({ channels: 2, maxLengthPerChannel, overlong: 'thin' }).tokenize(series).values
    expect([...keeping(5)]).toEqual([0, 3, 5, 8, 10, 0, 1, 2])
    expect([...keeping(2)]).toEqual([0, 10, 0, 2])
    expect([...keeping(1)]).toEqual([0, 0])
    expect(observationTokenizer({ channels: 2, maxLengthPerChannel: 65 }).maxLength).toBe(130)
  })

  it.each([
    ['too long a channel', { channels: 3, extras: 1, maxLengthPerChannel: 1 }, 'TIMESERIES_TOO_LONG'],
    ['too few channels', { channels: 4, extras: 1 }, 'TIMESERIES_CHANNEL_COUNT'],
    ['extras not asked for', { channels: 3 }, 'TIMESERIES_EXTRAS_COUNT'],
    [
      'times that 32 bits cannot tell apart',
      { channels: 3, extras: 1, time: { origin: -1e9 } },
      'TIMESERIES_TIME_RESOLUTION',
    ],
  ])('rejects %s', async (_, options, code) => {
    await expect(async () => observationTokenizer(options).tokenize(star)).rejects.toThrowRomae(code)
  })

  it('rejects values that 32 bits cannot hold', async () => {
    const series = fromGrid({ id: 'huge', values: [[1e300]] })
    const error = await caught(() => observationTokenizer({ channels: 1 }).tokenize(series))
    expect(error.code).toBe('TIMESERIES_VALUE_RANGE')
  })

  it.each([
    ['a channel that is not there', [9, 0], 'TIMESERIES_INVALID_TOKENS'],
    ['a channel between two', [0.5, 0], 'TIMESERIES_INVALID_TOKENS'],
    ['a negative channel', [-1, 0], 'TIMESERIES_INVALID_TOKENS'],
    ['a position too few', [0], 'TOKENIZER_TOKENS_COUNT'],
    ['a position that is NaN', [0, Number.NaN], 'TOKENIZER_TOKENS_NOT_FINITE'],
  ])('does not detokenize %s', async (_, positions, code) => {
    const tokens = { values: Float32Array.of(1), positions: Float32Array.from(positions), length: 1 }
    await expect(async () => observationTokenizer({ channels: 3 }).detokenize(tokens)).rejects.toThrowRomae(code)
  })

  it('does not detokenize two observations at one time', async () => {
    const tokens = { values: Float32Array.of(1, 2), positions: Float32Array.of(0, 5, 0, 5), length: 2 }
    const error = await caught(() => observationTokenizer({ channels: 1 }).detokenize(tokens))
    expect(error.code).toBe('TIMESERIES_TIME_ORDER')
  })
})
