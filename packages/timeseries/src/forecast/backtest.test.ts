import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import { forecastErrors } from './forecast-errors.ts'
import { rollingOrigins } from './rolling-origins.ts'

const gap = Number.NaN
const count = (length: number) => Array.from({ length }, (_, index) => index)
const series = fromGrid({
  id: 'a',
  names: ['load', 'price'],
  // Nothing is observed at 5.
  values: [
    count(12).map((row) => (row === 5 ? gap : row)),
    count(12).map((row) => (row < 7 && row !== 5 ? 10 * row : gap)),
  ],
})

describe('rolling origins', () => {
  it('forecast the same number of rows each, within the part that is tested', () => {
    const origins = rollingOrigins(series, { horizon: 2, from: 4, to: 10, every: 2 })
    expect(origins.map(({ at }) => [...at])).toEqual([
      [4, 6],
      [7, 8],
    ])
    expect(origins.map(({ actual }) => actual.channels.map(({ values }) => [...values]))).toEqual([
      [
        [4, 6],
        [40, 60],
      ],
      [
        [7, 8],
        [gap, gap],
      ],
    ])
    expect(rollingOrigins(series, { horizon: 2, from: 4 })).toHaveLength(6)
    expect(rollingOrigins(series, { horizon: 9, from: 4 })).toEqual([])
    // The first row has nothing before it.
    expect(rollingOrigins(series, { horizon: 1, from: 0 })[0]!.at[0]).toBe(1)
  })

  it('see nothing from their first target on, and nothing of the gap before it', () => {
    for (const gapRows of [0, 1, 3]) {
      const origins = rollingOrigins(series, { horizon: 2, from: 0, gap: gapRows })
      expect(origins.length).toBeGreaterThan(4)
      for (const { series: past, at } of origins) {
        const rows = count(12).filter((row) => row !== 5 && row < at[0]!)
        const last = rows.at(-1 - gapRows)!
        for (const { times } of past.channels) expect(times.at(-1)! <= last).toBe(true)
        expect(past.channels[0]!.values.at(-1)).toBe(last)
      }
    }
  })

  it('see the future of channels whose future is known, as far as it is forecast', () => {
    const [first] = rollingOrigins(series, { horizon: 2, from: 4, known: ['price'] })
    expect(first!.series.channels.map(({ times }) => times.at(-1))).toEqual([3, 6])
  })
})

describe('errors of forecasts', () => {
  it('are by channel and by horizon, on what was observed', () => {
    const origins = rollingOrigins(series, { horizon: 2, from: 6, to: 9 })
    // Origins with the targets 6, 7 and 7, 8.
    const off = (errors: readonly number[][]) =>
      origins.map(({ actual }, index) => ({
        ...actual,
        channels: actual.channels.map((channel) => ({
          ...channel,
          values: channel.values.map((value, step) => value + errors[index]![step]!),
        })),
      }))
    const [load, price] = forecastErrors(
      origins,
      off([
        [3, -1],
        [-4, 0],
      ]),
    )
    expect(load).toEqual({
      count: 4,
      mae: 2,
      rmse: Math.sqrt(26 / 4),
      byHorizon: [
        { count: 2, mae: 3.5, rmse: Math.sqrt(25 / 2) },
        { count: 2, mae: 0.5, rmse: Math.sqrt(1 / 2) },
      ],
    })
    expect(price).toMatchObject({ count: 1, mae: 3, byHorizon: [{ count: 1 }, { count: 0, mae: gap }] })
    expect(
      forecastErrors(
        origins,
        off([
          [gap, 1],
          [1, 1],
        ]),
      )[0],
    ).toMatchObject({ mae: gap, byHorizon: [{ mae: gap }, { mae: 1 }] })
  })
})
