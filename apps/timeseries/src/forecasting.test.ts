import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { openForecastData } from './forecasting/data-sets.ts'
import { runApp, tryApp } from './testing/run-app.ts'

const folder = await temporaryFolder()

describe('forecast-benchmark', () => {
  it('goes from daily weather to a table of methods, and does nothing twice', async () => {
    const words = ['forecast-benchmark', 'weather', '--preset', 'smoke', '--out', 'run', '--methods', 'naive', 'romae']
    await runApp(folder, ...words, '--set', 'data.models=2', '--results', 'kept')
    const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept', 'forecast-benchmark.json'), 'utf8'))
    const metrics = ['precipitation', 'temp_max', 'temp_min', 'wind'].map((name) => `${name} RMSE`)
    expect(rows.map(({ experiment, metric }) => `${experiment} ${metric}`)).toEqual(
      ['naive', 'romae-2'].flatMap((method) =>
        [...metrics, 'MAE / seasonal naive'].map((metric) => `forecast/weather/${method} ${metric}`),
      ),
    )
    expect(rows.every(({ mean }) => Number.isFinite(mean) && mean > 0)).toBe(true)
    const page = await readFile(join(folder, 'kept', 'forecast-benchmark.md'), 'utf8')
    expect(page).toContain('| weather: RoMAE, mean of 2 models | ')
    const again = await runApp(folder, ...words, '--set', 'data.models=2', '--resume')
    expect(again.match(/pre-training: already done/g)).toHaveLength(2)
    expect(again).toContain('8 origins of 2 series, 100 rows apart')
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
