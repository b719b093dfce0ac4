import type { TokensToFill } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { fromGrid } from '../series/from-grid.ts'
import type { TimeSeries } from '../series/series.ts'
import { observationTokenizer } from '../tokenizers/observation.ts'
import { timestepTokenizer } from '../tokenizers/timestep.ts'
import { type ForecastOptions, type ForecastQuantilesOptions, forecast, forecastQuantiles } from './forecast.ts'
import { forecastAll } from './forecast-all.ts'

const { NaN: gap } = Number
const series = fromGrid({
  id: 'two channels',
  names: ['load', 'price'],
  values: [
    [1, gap, 3, 4, 5, 6],
    [10, 20, 30, 40, gap, 60],
  ],
})
const tokenizer = observationTokenizer({ channels: 2, channelNames: ['load', 'price'], time: { origin: 'zero' } })

/** Gives each hidden token 100 x channel + time, so that its place can be read off. */
const fill = async (windows: readonly TokensToFill[]) =>
  windows.map(({ tokens, hidden }) => ({
    ...tokens,
    values: tokens.values.map((value, index) =>
      hidden[index] === 1 ? 100 * tokens.positions[2 * index]! + tokens.positions[2 * index + 1]! : value,
    ),
  }))

/** The same, and what it was shown: channel, time and value of each visible token. */
function watched() {
  const seen: number[][][] = []
  const watch: ForecastOptions['fill'] = (windows) => {
    for (const { tokens, hidden } of windows) {
      const visible = [...tokens.values.keys()].filter((index) => hidden[index] === 0)
      seen.push(
        visible.map((index) => [tokens.positions[2 * index]!, tokens.positions[2 * index + 1]!, tokens.values[index]!]),
      )
    }
    return fill(windows)
  }
  return { seen, fill: watch }
}

const columns = ({ channels }: TimeSeries) => channels.map(({ values }) => [...values])

describe('forecast', () => {
  it('gives every channel a value at the next steps, from the last window alone', async () => {
    const { seen, fill: watch } = watched()
    const next = await forecast(series, { tokenizer, length: 5, horizon: 2, fill: watch })
    expect(next.channels.map(({ name, times }) => [name, ...times])).toEqual([
      ['load', 6, 7],
      ['price', 6, 7],
    ])
    expect(columns(next)).toEqual([
      [6, 7],
      [106, 107],
    ])
    expect(next.id).toBe('two channels')
    // The window of 5 ends at 7: it begins after 2.
    expect(seen).toEqual([
      [
        [0, 3, 4],
        [0, 4, 5],
        [0, 5, 6],
        [1, 3, 40],
        [1, 5, 60],
      ],
    ])
  })

  it('forecasts at any times', async () => {
    const next = await forecast(series, { tokenizer, length: 20, at: [5.5, 8, 8.25], fill })
    expect([...next.channels[0]!.times]).toEqual([5.5, 8, 8.25])
    expect(columns(next)[1]).toEqual([105.5, 108, 108.25])
  })

  it('shows the model what is known of the future, and keeps it', async () => {
    const planned = fromGrid({
      id: 'planned',
      names: ['price', 'load'],
      values: [
        [10, 20, 30, gap, 50],
        [1, 2, gap, gap, gap],
      ],
    })
    const { seen, fill: watch } = watched()
    const options = { tokenizer, length: 8, known: ['price'], horizon: 3, fill: watch }
    const next = await forecast(planned, options)
    expect(next.channels.map(({ name }) => name)).toEqual(['price', 'load'])
    expect(columns(next)).toEqual([
      [30, 103, 50],
      [2, 3, 4],
    ])
    expect(seen[0]!.filter(([channel]) => channel === 1).map(([, , value]) => value)).toEqual([10, 20, 30, 50])
  })

  it('adds the season of the times that are forecast', async () => {
    const days = Array.from({ length: 1461 }, (_, day) => day)
    const season = (day: number) => 10 * Math.cos((2 * Math.PI * day) / 365.2425)
    const dated = { ...fromGrid({ id: 'a', values: [days.map(season)] }), timeUnit: 'days' }
    const fitted = observationTokenizer.fit([dated], { season: 'harmonics' })
    const zero: ForecastOptions['fill'] = async (all) =>
      all.map(({ tokens }) => ({ ...tokens, values: tokens.values.map(() => 0) }))
    const next = await forecast(dated, { tokenizer: fitted, length: 32, horizon: 8, fill: zero })
    for (const [step, value] of next.channels[0]!.values.entries()) expect(value).toBeCloseTo(season(1461 + step), 0)
  })

  it('forecasts from many origins in one call, each from its own past', async () => {
    const { seen, fill: watch } = watched()
    const upTo = (end: number) => fromGrid({ id: `${end}`, values: [[0, 1, 2, 3].slice(0, end)] })
    const tasks = [2, 4].map((end) => ({ series: upTo(end), at: Float64Array.of(end) }))
    const one = observationTokenizer({ channels: 1, time: { origin: 'zero' } })
    const all = await forecastAll(tasks, { tokenizer: one, length: 3, fill: watch })
    expect(all.map((next) => columns(next)[0])).toEqual([[2], [4]])
    expect(seen.map((tokens) => tokens.map(([, time]) => time))).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  it('gives quantiles, one series a level, and what is known in all of them', async () => {
    let calls = 0
    const fillQuantiles: ForecastQuantilesOptions['fillQuantiles'] = async (windows, levels) => {
      calls++
      const points = await fill(windows)
      return levels.map((level) =>
        points.map((tokens, index) => {
          const { hidden } = windows[index]!
          return { ...tokens, values: tokens.values.map((value, place) => value + (hidden[place] === 1 ? level : 0)) }
        }),
      )
    }
    const planned = fromGrid({
      id: 'planned',
      names: ['price', 'load'],
      values: [
        [10, 20, 30, gap, 50],
        [1, 2, gap, gap, gap],
      ],
    })
    const options = { tokenizer, length: 8, known: ['price'], horizon: 3, levels: [0.25, 0.75], fillQuantiles }
    const [low, high] = await forecastQuantiles(planned, options)
    expect(columns(low!)).toEqual([
      [30, 103.25, 50],
      [2.25, 3.25, 4.25],
    ])
    expect(columns(high!)).toEqual([
      [30, 103.75, 50],
      [2.75, 3.75, 4.75],
    ])
    expect(calls).toBe(1)
    const ask = (more: object) => forecastQuantiles(series, { ...options, known: [], ...more })
    await expect(ask({ levels: [0.5, 1] })).rejects.toThrowRomae('TIMESERIES_INVALID_OPTION', { key: 'levels[1]' })
    await expect(ask({ horizon: 6 })).rejects.toThrowRomae('TIMESERIES_HORIZON', { span: 6, longest: 4 })
  })

  it('refuses a horizon that the model was not trained for, with both numbers', async () => {
    const ask = (more: object) => forecast(series, { tokenizer, length: 10, fill, ...more })
    await expect(ask({ horizon: 6 })).rejects.toThrowRomae('TIMESERIES_HORIZON', { span: 6, longest: 5 })
    await expect(ask({ horizon: 4, longest: 3 })).rejects.toThrowRomae('TIMESERIES_HORIZON', { span: 4, longest: 3 })
    await expect(ask({ at: [11], longest: 99 })).resolves.toBeDefined()
    await expect(ask({ at: [15], longest: 99 })).rejects.toThrowRomae('TIMESERIES_NOTHING_KNOWN', { from: 5 })
  })

  it('refuses times that are not after all that is known', async () => {
    const ask = (at: number[]) => forecast(series, { tokenizer, length: 10, at, fill })
    await expect(ask([5])).rejects.toThrowRomae('TIMESERIES_FORECAST_TIMES', { time: 5, previous: 5, isFirst: true })
    await expect(ask([6, 6])).rejects.toThrowRomae('TIMESERIES_FORECAST_TIMES', { index: 1, isFirst: false })
    await expect(ask([gap])).rejects.toThrowRomae('TIMESERIES_FORECAST_TIMES')
  })

  it.each([
    ['a tokenizer of time stamps', { tokenizer: timestepTokenizer({ channels: 2 }) }, 'TIMESERIES_INVALID_OPTION'],
    ['a horizon beside times', { at: [7] }, 'TIMESERIES_INVALID_OPTION'],
    ['no times', { horizon: undefined, at: [] }, 'TIMESERIES_INVALID_OPTION'],
    ['a known channel that is not there', { known: ['lode'] }, 'TIMESERIES_INVALID_OPTION'],
    ['an unknown option', { steps: 1 }, 'TIMESERIES_UNKNOWN_OPTION'],
  ])('refuses %s', async (_, wrong, code) => {
    const options = { tokenizer, length: 10, horizon: 1, fill, ...wrong } as ForecastOptions
    await expect(async () => forecast(series, options)).rejects.toThrowRomae(code)
  })

  it('refuses a series of which nothing is known', async () => {
    const empty = fromGrid({ id: 'empty', values: [[gap, gap]] })
    const options = { tokenizer: observationTokenizer({ channels: 1 }), length: 9, horizon: 1, fill }
    await expect(forecast(empty, options)).rejects.toThrowRomae('TIMESERIES_NOTHING_KNOWN', { id: 'empty', from: null })
  })
})
