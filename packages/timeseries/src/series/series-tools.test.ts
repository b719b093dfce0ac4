import { describe, expect, it } from 'vitest'
import { checkSeries } from './check-series.ts'
import { fromGrid } from './from-grid.ts'
import { mergedTimes } from './merged-times.ts'
import type { TimeSeries } from './series.ts'
import { sliceTime } from './slice-time.ts'
import { toTimeGrid } from './time-grid.ts'
import { windows } from './windows.ts'

const irregular: TimeSeries = {
  id: 'irregular',
  label: 'x',
  channels: [
    { times: Float64Array.of(0, 2, 5), values: Float64Array.of(10, 12, 15), extras: [Float64Array.of(1, 2, 3)] },
    { times: Float64Array.of(2, 3), values: Float64Array.of(22, Number.NaN), extras: [Float64Array.of(4, 5)] },
    { times: Float64Array.of(), values: Float64Array.of(), extras: [Float64Array.of()] },
  ],
}

describe('fromGrid', () => {
  it('numbers the columns where no times are given, and keeps missing values', () => {
    const { channels, label } = fromGrid({
      id: 'a',
      values: [
        [1, 2, 3],
        [4, Number.NaN, 6],
      ],
      label: 'walk',
    })
    expect(channels[0]).toEqual({ times: Float64Array.of(0, 1, 2), values: Float64Array.of(1, 2, 3) })
    expect(channels[1]!.values).toEqual(Float64Array.of(4, Number.NaN, 6))
    expect(label).toBe('walk')
  })

  it('takes the times given', () => {
    const { channels } = fromGrid({ id: 'a', values: [[1, 2]], times: [0.5, 7] })
    expect(channels[0]!.times).toEqual(Float64Array.of(0.5, 7))
  })

  it.each([
    [{ id: 'a', values: [[1, 2], [1]] }, 'TIMESERIES_COLUMN_LENGTH'],
    [{ id: 'a', values: [[1, 2]], times: [0] }, 'TIMESERIES_COLUMN_LENGTH'],
    [{ id: 'a', values: [[1, 2]], times: [3, 3] }, 'TIMESERIES_TIME_ORDER'],
    [{ id: 'a', values: [[1, 2]], times: [3, Infinity] }, 'TIMESERIES_TIME_NOT_FINITE'],
    [{ id: 'a', values: [[1, -Infinity]] }, 'TIMESERIES_VALUE_NOT_FINITE'],
    [{ id: 'a', values: [] }, 'TIMESERIES_CHANNEL_COUNT'],
    [{ id: 'a', value: [], values: [[1]] }, 'TIMESERIES_UNKNOWN_OPTION'],
  ])('rejects %j with %s', async (grid, code) => {
    await expect(async () => fromGrid(grid)).rejects.toThrowRomae(code)
  })
})

describe('checkSeries', () => {
  it('accepts an irregular series with a channel that has no observation', () => {
    expect(() => checkSeries(irregular, { channels: 3, extras: 1 })).not.toThrow()
  })

  it.each([
    ['a wrong number of channels', irregular, { channels: 2 }, 'TIMESERIES_CHANNEL_COUNT'],
    ['a wrong number of extras', irregular, { extras: 0 }, 'TIMESERIES_EXTRAS_COUNT'],
    ['a plain array', { id: 'a', channels: [{ times: [1], values: [2] }] }, {}, 'TIMESERIES_NOT_A_SERIES'],
    ['no id', { channels: [] }, {}, 'TIMESERIES_NOT_A_SERIES'],
    ['no channels', { id: 'a' }, {}, 'TIMESERIES_NOT_A_SERIES'],
    [
      'an extra that is NaN where there is a value',
      {
        id: 'a',
        channels: [{ times: Float64Array.of(1), values: Float64Array.of(2), extras: [Float64Array.of(Number.NaN)] }],
      },
      {},
      'TIMESERIES_VALUE_NOT_FINITE',
    ],
  ])('rejects %s', async (_, series, shape, code) => {
    await expect(async () => checkSeries(series as unknown as TimeSeries, shape)).rejects.toThrowRomae(code)
  })
})

describe('mergedTimes and toTimeGrid', () => {
  it('merge the times of all channels, each once', () => {
    expect(mergedTimes(irregular)).toEqual(Float64Array.of(0, 2, 3, 5))
  })

  it('put NaN where a channel has no entry', () => {
    const { times, channels } = toTimeGrid(irregular)
    const missing = Number.NaN
    expect(times).toEqual(Float64Array.of(0, 2, 3, 5))
    expect(channels.map(({ values }) => [...values])).toEqual([
      [10, 12, missing, 15],
      [missing, 22, missing, missing],
      [missing, missing, missing, missing],
    ])
    expect(channels[0]!.extras).toEqual([Float64Array.of(1, 2, missing, 3)])
  })

  it('do not hand out the series own array', () => {
    const series = fromGrid({ id: 'a', values: [[1, 2]] })
    mergedTimes(series)[0] = 99
    expect(series.channels[0]!.times[0]).toBe(0)
  })
})

describe('sliceTime', () => {
  it('takes its start in and its end out', () => {
    const { channels, id, label } = sliceTime(irregular, { from: 2, to: 5 })
    expect({ id, label }).toEqual({ id: 'irregular', label: 'x' })
    expect(channels[0]).toEqual({
      times: Float64Array.of(2),
      values: Float64Array.of(12),
      extras: [Float64Array.of(2)],
    })
    expect(channels[1]!.times).toEqual(Float64Array.of(2, 3))
  })

  it('rejects what is no number', async () => {
    await expect(async () => sliceTime(irregular, { from: Number.NaN })).rejects.toThrowRomae(
      'TIMESERIES_INVALID_OPTION',
    )
  })
})

describe('windows', () => {
  const values = Float64Array.from({ length: 10 }, (_, index) => index)
  const daily = fromGrid({ id: 'daily', values: [values] })
  const contents = (length: number, stride?: number) =>
    windows(daily, stride === undefined ? { length } : { length, stride }).map(({ channels }) => [
      ...channels[0]!.values,
    ])

  it('cuts side by side, the last window partly empty', () => {
    expect(contents(4)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ])
  })

  it('overlaps with a smaller stride, and stops when the end is reached', () => {
    expect(contents(5, 3)).toEqual([
      [0, 1, 2, 3, 4],
      [3, 4, 5, 6, 7],
      [6, 7, 8, 9],
    ])
    expect(contents(100, 1)).toEqual([[...values]])
  })

  it('loses no observation to rounding', () => {
    for (const stride of [0.1, 0.3, 0.7, 1.1]) {
      expect(contents(stride).flat()).toEqual([...values])
    }
  })

  it('leaves out windows without an observed value, and numbers the others by their place', () => {
    const gap = fromGrid({ id: 'gap', values: [[1, Number.NaN, 3]], times: [0, 10, 25] })
    expect(windows(gap, { length: 5 }).map(({ id }) => id)).toEqual(['gap@0', 'gap@5'])
    expect(windows(gap, { length: 5 }).map(({ group }) => group)).toEqual(['gap', 'gap'])
    expect(windows({ ...gap, group: 'anna' }, { length: 5 })[0]!.group).toBe('anna')
    expect(windows(fromGrid({ id: 'empty', values: [[]] }), { length: 5 })).toEqual([])
  })

  it('leaves out windows with too few values of all channels', () => {
    const two = fromGrid({
      id: 'two',
      values: [
        [1, Number.NaN, 3, 4],
        [1, 2, Number.NaN, Number.NaN],
      ],
    })
    const ids = (least: number) => windows(two, { length: 2, least }).map(({ id }) => id)
    expect([1, 2, 3, 4].map(ids)).toEqual([['two@0', 'two@1'], ['two@0', 'two@1'], ['two@0'], []])
  })

  it.each([
    [{ length: 1, least: 0 }, 'TIMESERIES_INVALID_OPTION'],
    [{ length: 0 }, 'TIMESERIES_INVALID_OPTION'],
    [{ length: 1, stride: -1 }, 'TIMESERIES_INVALID_OPTION'],
    [{ length: 1, stride: 1e-9 }, 'TIMESERIES_TOO_MANY_WINDOWS'],
    [{ length: 1, step: 1 }, 'TIMESERIES_UNKNOWN_OPTION'],
  ])('rejects %j', async (options, code) => {
    await expect(async () => windows(daily, options)).rejects.toThrowRomae(code)
  })
})
