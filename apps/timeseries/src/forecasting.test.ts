import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createRandom } from '@romae/core'
import { fromGrid, rollingOrigins, sliceTime } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { openForecastData } from './forecasting/data-sets.ts'
import { forecastFigures } from './forecasting/intervals-of-forecasts.ts'
import { runApp, tryApp } from './testing/run-app.ts'

const folder = await temporaryFolder()

describe('intervals of forecasts', () => {
  const random = createRandom(4)
  const values = [0]
  for (let row = 1; row < 2000; row++) values.push(0.7 * values[row - 1]! + 3 * random.normal())
  const series = fromGrid({ id: 'a', names: ['level'], values: [values] })
  const training = [sliceTime(series, { to: 1000 })]
  const origins = rollingOrigins(series, { horizon: 3, from: 1000 })
  const by = (forecast: (last: number, ahead: number) => number, width: number | null) => ({
    forecasts: origins.map(({ series: past, at }) => {
      const last = past.channels[0]!.values.at(-1)!
      return fromGrid({ id: 'a', times: at, values: [Array.from(at, (_, step) => forecast(last, step + 1))] })
    }),
    widths:
      width === null ? null : origins.map(() => ({ below: [[width, width, width]], above: [[width, width, width]] })),
  })

  it('hold what they promise from later origins, in standard deviations, by whatever widths', () => {
    for (const width of [null, 2, 20]) {
      const figures = forecastFigures(
        origins,
        by((last, ahead) => 0.7 ** ahead * last, width),
        training,
      )
      expect(Math.abs(figures.within! - 0.9)).toBeLessThan(0.04)
      // The process has a standard deviation of 3 / √0.51, an error of 3 for the next row and 3.66 and 3.94 then.
      expect(figures.width! / ((3.29 * (3 + 3.66 + 3.94)) / 3 / 4.2)).toBeCloseTo(1, 0)
      expect(figures.CRPS).toBeLessThan(
        forecastFigures(
          origins,
          by(() => 8, width),
          training,
        ).CRPS!,
      )
    }
  })

  it('are made from nothing that they are measured on', () => {
    const good = by((last, ahead) => 0.7 ** ahead * last, null)
    const figures = forecastFigures(origins, good, training)
    // Of every other of the eight blocks after the first fifth all forecasts are wrong by far: the width stays what it was.
    const isReported = (row: number) => row >= 1200 && Math.floor((row - 1200) / 100) % 2 === 1
    const wrong = good.forecasts.map((one) => {
      const { times } = one.channels[0]!
      const isWrong = isReported(times[0]!) && isReported(times[2]!)
      return isWrong ? fromGrid({ id: 'a', times, values: [[99, 99, 99]] }) : one
    })
    const other = forecastFigures(origins, { forecasts: wrong, widths: null }, training)
    expect(other.width).toBeCloseTo(figures.width!, 9)
    expect(other.within).toBeLessThan(0.01)
    expect(forecastFigures(origins.slice(0, 20), good, training)).toEqual({})
  })
})

describe('forecast-benchmark', () => {
  it('goes from daily weather to a table of methods, and does nothing twice', async () => {
    const words = ['forecast-benchmark', 'weather', '--preset', 'smoke', '--out', 'run', '--methods', 'naive', 'romae']
    await runApp(folder, ...words, '--set', 'data.models=2', '--results', 'kept')
    const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept', 'forecast-benchmark.json'), 'utf8'))
    const metrics = ['precipitation', 'temp_max', 'temp_min', 'wind'].map((name) => `${name} RMSE`)
    expect(rows.map(({ experiment, metric }) => `${experiment} ${metric}`)).toEqual(
      ['naive', 'romae-2'].flatMap((method) =>
        [...metrics, 'MAE / seasonal naive', 'CRPS', 'within', 'width', 'Winkler'].map(
          (metric) => `forecast/weather/${method} ${metric}`,
        ),
      ),
    )
    expect(rows.every(({ mean }) => Number.isFinite(mean) && mean > 0)).toBe(true)
    const page = await readFile(join(folder, 'kept', 'forecast-benchmark.md'), 'utf8')
    expect(page).toContain('| weather: RoMAE, mean of 2 models | ')
    const again = await runApp(folder, ...words, '--set', 'data.models=2', '--resume')
    expect(again.match(/pre-training: already done/g)).toHaveLength(2)
    expect(again).toContain('36 origins of 2 series, 20 rows apart')
  }, 120_000)

  it('puts the splits of an hourly table together again, each standardised by the first', async () => {
    const hours = 14_600
    const rows = Array.from({ length: hours }, (_, hour) =>
      Array.from({ length: 7 }, (_, channel) => (hour < 427 * 24 ? hour % 2 : 10 + channel)).join(' '),
    )
    const file = join(folder, 'table.txt')
    await writeFile(file, rows.join('\n'))
    const { series, from, channels } = await openForecastData('etth1', file, false)
    const [{ times, values }] = series[0]!.channels as [{ times: Float64Array; values: Float64Array }]
    expect([channels.length, from, times.length, times.at(-1)]).toEqual([7, 580 * 24, hours, hours - 1])
    expect([values[0], values[1], values.at(-1)].map((value) => value!.toFixed(2))).toEqual(['-1.00', '1.00', '19.00'])
    const earlier = await openForecastData('etth1', file, true)
    expect([earlier.from, earlier.series[0]!.channels[0]!.times.length]).toEqual([427 * 24, 580 * 24])
  })

  it.each([
    [['etth2'], /there is no data set etth2; there are weather, nyc-weather, etth1/],
    [['etth1'], /etth1 needs --data/],
    [['weather', '--preset', 'paper'], /forecasts no such series/],
  ])('refuses %j', async (words, message) => {
    const { code, stderr } = await tryApp(folder, 'forecast-benchmark', ...words)
    expect(code).not.toBe(0)
    expect(stderr).toMatch(message)
  })
})
