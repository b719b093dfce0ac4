import { describe, expect, it } from 'vitest'
import { dropTimestamps, dropTimestampsOfSplit } from './drop-timestamps.ts'
import { fromGrid } from './from-grid.ts'
import { hideObservations } from './hide-observations.ts'
import { hideTimestamps } from './hide-timestamps.ts'
import { mergedTimes } from './merged-times.ts'
import type { TimeSeries } from './series.ts'

const missing = Number.NaN
const count = (length: number) => Array.from({ length }, (_, index) => index)
const grid = (id: string, length = 100) => fromGrid({ id, values: [count(length), count(length).map((x) => x + 1000)] })

describe('dropTimestamps', () => {
  it.each([
    [100, 0.3, 70],
    [36, 0.3, 25],
    [7, 0.3, 5],
    [7, 0, 7],
  ])('of %i time stamps drops a fraction of %f and keeps %i, in all channels alike', (length, fraction, kept) => {
    const { channels } = dropTimestamps(grid('a', length), fraction, 27)
    expect(channels[0]!.times).toHaveLength(kept)
    expect(channels[1]!.times).toEqual(channels[0]!.times)
    expect(channels[1]!.values).toEqual(channels[0]!.values.map((value) => value + 1000))
  })

  it('depends on the seed and the id only', () => {
    const times = (id: string, seed: number) => [...mergedTimes(dropTimestamps(grid(id), 0.3, seed))]
    expect(times('a', 1)).toEqual(times('a', 1))
    expect(times('a', 2)).not.toEqual(times('a', 1))
    expect(times('b', 1)).not.toEqual(times('a', 1))
  })

  it('counts the merged times of irregular channels', () => {
    const at = (...times: number[]) => ({ times: Float64Array.from(times), values: Float64Array.from(times) })
    const series: TimeSeries = { id: 'irregular', channels: [at(0, 1, 2, 3, 4), at(3, 4, 5, 6, 7, 8, 9)] }
    expect(mergedTimes(dropTimestamps(series, 0.5, 3))).toHaveLength(5)
  })

  it('keeps the series as it was', () => {
    const series = grid('a')
    dropTimestamps(series, 0.5, 1)
    expect(series).toEqual(grid('a'))
  })

  it.each([
    [1.5, 1, 'TIMESERIES_INVALID_OPTION'],
    [-0.1, 1, 'TIMESERIES_INVALID_OPTION'],
    [0.5, -1, 'TIMESERIES_INVALID_OPTION'],
    [0.5, 0.5, 'TIMESERIES_INVALID_OPTION'],
    [1, 1, 'TIMESERIES_NOTHING_LEFT'],
  ])('rejects fraction %f with seed %f', async (fraction, seed, code) => {
    await expect(async () => dropTimestamps(grid('a'), fraction, seed)).rejects.toThrowRomae(code)
  })
})

describe('dropTimestampsOfSplit', () => {
  const series = [grid('a'), grid('b', 40)]

  it('drops the fraction of each series, others in each split', () => {
    const [train, again, test] = ['train', 'train', 'test'].map((split) =>
      dropTimestampsOfSplit(series, { split, fraction: 0.3, seed: 1 }),
    )
    expect(train!.map((one) => mergedTimes(one).length)).toEqual([70, 28])
    expect(again).toEqual(train)
    expect(test!.map((one) => mergedTimes(one).length)).toEqual([70, 28])
    expect(test).not.toEqual(train)
  })

  it('keeps all when asked to', () => {
    expect(dropTimestampsOfSplit(series, { split: 'train', fraction: 0, seed: 1 })).toEqual(series)
  })

  it.each([
    [[grid('a', 1)], { split: 'train', fraction: 0.3, seed: 1 }, 'TIMESERIES_NOTHING_DROPPED'],
    [[], { split: 'train', fraction: 0.3, seed: 1 }, 'TIMESERIES_NOTHING_DROPPED'],
    [series, { split: 'train', fraction: 1, seed: 1 }, 'TIMESERIES_NOTHING_LEFT'],
    [series, { split: '', fraction: 0.3, seed: 1 }, 'TIMESERIES_INVALID_OPTION'],
    [series, { split: 'train', fraction: 2, seed: 1 }, 'TIMESERIES_INVALID_OPTION'],
    [series, { split: 'train', fraction: 0.3, seed: 1, sede: 2 }, 'TIMESERIES_UNKNOWN_OPTION'],
  ])('refuses %#', async (given, options, code) => {
    await expect(async () => dropTimestampsOfSplit(given, options)).rejects.toThrowRomae(code)
  })
})

describe('hideObservations', () => {
  const series = fromGrid({ id: 'a', values: [count(10), [0, missing, 2, 3, missing, 5, 6, 7, missing, missing]] })
  const { observed, hidden } = hideObservations(series, 0.5, 7)

  it('hides the fraction of each channel’s observed values, each channel on its own', () => {
    expect(hidden.channels.map(({ times }) => times.length)).toEqual([5, 3])
    const everyDay = fromGrid({ id: 'b', values: [count(50), count(50)] })
    const [first, second] = hideObservations(everyDay, 0.5, 7).hidden.channels
    expect(first!.times).not.toEqual(second!.times)
  })

  it('splits every entry into one of the two', () => {
    series.channels.forEach(({ times, values }, index) => {
      const parts = [observed.channels[index]!, hidden.channels[index]!]
      const entries = parts.flatMap((part) => [...part.times].map((time, at) => [time, part.values[at]!] as const))
      expect(new Map(entries)).toEqual(new Map([...times].map((time, at) => [time, values[at]!])))
      expect(entries).toHaveLength(times.length)
      expect(parts[1]!.values.some(Number.isNaN)).toBe(false)
    })
  })

  it('gives the same parts for the same seed, others for another', () => {
    expect(hideObservations(series, 0.5, 7)).toEqual({ observed, hidden })
    expect(hideObservations(series, 0.5, 8).hidden).not.toEqual(hidden)
  })

  it('hides nothing or all when asked to', () => {
    expect(hideObservations(series, 0, 1).observed).toEqual(series)
    expect(hideObservations(series, 1, 1).observed.channels.map(({ times }) => times.length)).toEqual([0, 4])
  })
})

describe('hideTimestamps', () => {
  const at = (...times: number[]) => ({ times: Float64Array.from(times), values: Float64Array.from(times) })
  const series: TimeSeries = { id: 'irregular', channels: [at(0, 1, 2, 3, 4), at(3, 4, 5, 6, 7, 8, 9), at()] }
  const { observed, hidden } = hideTimestamps(series, 0.5, 3)

  it('hides what dropTimestamps would drop, a time stamp in all channels or in none', () => {
    expect(observed).toEqual(dropTimestamps(series, 0.5, 3))
    expect(mergedTimes(hidden)).toHaveLength(5)
    const times = new Set(mergedTimes(observed))
    expect(mergedTimes(hidden).some((time) => times.has(time))).toBe(false)
  })

  it('splits every entry into one of the two', () => {
    series.channels.forEach(({ values }, channel) => {
      const parts = [observed, hidden].flatMap(({ channels }) => [...channels[channel]!.values])
      expect(parts.sort((a, b) => a - b)).toEqual([...values])
    })
  })

  it('leaves at least one', async () => {
    await expect(async () => hideTimestamps(series, 1, 3)).rejects.toThrowRomae('TIMESERIES_NOTHING_LEFT')
  })
})
