import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createRandom } from '@romae/core'
import { describe, expect, it } from 'vitest'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

const days = (count: number) => Array.from({ length: count }, (_, day) => day)
const dateOf = (day: number) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)

/** Two waves, one value in five missing, with a column that is the same in all rows. */
function waves(): string {
  const rows = days(160).map((day) => {
    const cell = (value: number, gap: boolean) => (gap ? '' : value.toFixed(3))
    const values = [cell(Math.sin(day / 4), day % 5 === 2), cell(3 + Math.cos(day / 4), day % 5 === 4)]
    return [dateOf(day), 'north', ...values].join(',')
  })
  return ['date,place,sine,cosine', ...rows, ''].join('\n')
}

/** A level that wanders back to 5, and rain on half of the days. */
function noise(rows: number): string {
  const random = createRandom(1, 'noise')
  let level = 0
  const lines = days(rows).map((day) => {
    level = 0.7 * level + random.normal()
    return [dateOf(day), (5 + level).toFixed(3), Math.max(0, 4 * random.normal()).toFixed(2)].join(',')
  })
  return ['date,level,rain', ...lines, ''].join('\n')
}

const words = ['forecast', 'waves.csv', '--time', 'date', '--ignore', 'place', '--horizon', '3', '--steps', '2']

describe('forecast', () => {
  it('writes the rows that follow by the best method, and says how far off all are from later origins', async () => {
    const folder = await temporaryFolder({ 'waves.csv': waves() })
    const read = (file: string) => readFile(join(folder, file), 'utf8')
    const result = JSON.parse(await runRomae(folder, ...words, '--methods', 'naive,seasonal,var', '--best', '--json'))
    const { origins, errors } = result
    // The last fifth are 32 rows, a third in each part, with origins that have three rows after them.
    expect(origins).toEqual({
      choosing: { count: 8, every: 1 },
      calibrating: { count: 9, every: 1 },
      reporting: { count: 9, every: 1 },
    })
    expect(errors.map(({ channel }: { channel: string }) => channel)).toEqual(['sine', 'cosine'])
    expect(Object.keys(errors[0].rmse)).toEqual(['romae', 'naive', 'seasonal', 'var', 'romae+var'])
    expect(errors[0].rmse.var).toBeLessThan(0.3 * errors[0].rmse.naive)
    expect(errors[0].best.rmse).toBeLessThanOrEqual(errors[0].rmse.romae)
    expect(errors[0].relativeMae.seasonal).toBe(1)
    expect(errors[0].byHorizon.map(({ ahead }: { ahead: number }) => ahead)).toEqual([1, 2, 3])
    expect(errors[0].byHorizon[0].chosen).toBe('var')
    const [header, ...rows] = (await read('waves.forecast.csv')).trimEnd().split('\n')
    expect(header).toBe('date,place,sine,cosine')
    expect(rows.map((row) => row.split(',').slice(0, 2))).toEqual([160, 161, 162].map((day) => [dateOf(day), 'north']))
    rows.forEach((row, step) => {
      const [sine, cosine] = row.split(',').slice(2).map(Number)
      expect(Math.abs(sine! - Math.sin((160 + step) / 4))).toBeLessThan(0.3)
      expect(Math.abs(cosine! - 3 - Math.cos((160 + step) / 4))).toBeLessThan(0.3)
    })
    expect(await read('runs/forecast/waves/report.html')).toContain('Error from 9 origins that training did not see')
  })

  it('forecasts the same by the saved models, as far as they were trained for', async () => {
    const folder = await temporaryFolder({ 'waves.csv': waves() })
    const read = (file: string) => readFile(join(folder, file), 'utf8')
    const printed = await runRomae(folder, ...words, '--models', '2', '--methods', 'naive')
    expect(printed).toContain('9 later origins to report errors of, at every row')
    expect(printed).toMatch(/3 ahead +\d+ +[\d.]+[* ] +[\d.]+[* ]/)
    const using = (horizon: string) => [
      ...['forecast', 'waves.csv', '--time', 'date', '--ignore', 'place', '--horizon', horizon],
      ...['--model', 'runs/forecast/waves', '--out', 'again.csv'],
    ]
    await runRomae(folder, ...using('3'))
    expect(await read('again.csv')).toBe(await read('waves.forecast.csv'))
    const { stderr } = await tryRomae(folder, ...using('7'))
    expect(stderr).toContain('end 7 after its last known value; the model was trained for 6 at most')
    const finished = await runRomae(folder, ...words, '--models', '2', '--methods', 'naive', '--resume')
    expect(finished).toContain('9 later origins')
  })

  describe('says how sure it is', () => {
    const noisy = ['forecast', 'noise.csv', '--time', 'date', '--horizon', '3', '--steps', '1', '--json']
    const table = async (folder: string, file: string) =>
      (await readFile(join(folder, file), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => line.split(','))

    it('by intervals beside the forecast that hold what they promise, within bounds', async () => {
      const folder = await temporaryFolder({ 'noise.csv': noise(900) })
      const options = ['--best', '--methods', 'naive,var', '--non-negative', 'rain', '--test', '0.5']
      const result = JSON.parse(await runRomae(folder, ...noisy, ...options))
      expect(result.intervalsFile).toBe(join(folder, 'noise.forecast.intervals.csv'))
      const { coverage, within, values, byChannel } = result.intervals
      expect([coverage, values]).toEqual([0.9, 2 * 3 * 144])
      expect(within).toBeGreaterThan(0.85)
      const [level, rain] = byChannel
      expect(level.channel).toBe('level')
      expect(Math.abs(level.within - 0.9)).toBeLessThan(0.06)
      // On half of the days it does not rain: no interval leaves the lowest twentieth out.
      expect(rain.within).toBeGreaterThan(0.9)
      // The standard deviation is 1 for the next row, and √1.73 after three: twice 1.645 of these.
      const widths = level.byHorizon.map(({ width }: { width: number }) => width)
      expect(widths[0] / 3.29).toBeGreaterThan(0.8)
      expect(widths[0] / 3.29).toBeLessThan(1.25)
      expect(widths[2] / widths[0]).toBeGreaterThan(1.1)
      expect(level.crps).toBeGreaterThan(0.5 * level.pinball)
      const [header, ...rows] = await table(folder, 'noise.forecast.intervals.csv')
      expect(header).toEqual(['date', 'channel', 'lower', 'median', 'upper'])
      const expected = [900, 901, 902].flatMap((day) => ['level', 'rain'].map((name) => [dateOf(day), name]))
      expect(rows.map((row) => row.slice(0, 2))).toEqual(expected)
      for (const [, channel, ...texts] of rows) {
        const [lower, median, upper] = texts.map(Number) as [number, number, number]
        expect(lower < upper && lower <= median && median <= upper).toBe(true)
        if (channel === 'rain') expect(lower).toBe(0)
      }
      const report = await readFile(join(folder, 'runs/forecast/noise/report.html'), 'utf8')
      expect(report).toContain('upper end of the interval')
      expect(report).toContain('Intervals of 90 %')
      expect(report).toContain(`The share of ${values} forecast values that lay within`)
    })

    it('by a model of quantiles too, of a coverage that is asked for, from origins that chose nothing', async () => {
      const folder = await temporaryFolder({ 'noise.csv': noise(900) })
      const set = [
        '--set',
        'model.likelihood.kind=quantiles',
        '--coverage',
        '0.8',
        '--methods',
        'naive',
        '--test',
        '0.5',
      ]
      const { intervals } = JSON.parse(await runRomae(folder, ...noisy, ...set))
      expect(intervals.coverage).toBe(0.8)
      expect(Math.abs(intervals.within - 0.8)).toBeLessThan(0.1)
      expect(await table(folder, 'noise.forecast.intervals.csv')).toHaveLength(1 + 2 * 3)
    })

    it('by a saved model as its run was calibrated, as many rows ahead', async () => {
      const folder = await temporaryFolder({ 'noise.csv': noise(400), 'short.csv': noise(12) })
      const read = () => readFile(join(folder, 'noise.forecast.intervals.csv'), 'utf8')
      await runRomae(folder, ...noisy, '--methods', 'naive', '--non-negative', 'rain')
      const first = await read()
      const use = async (file: string, horizon: string, ...more: string[]) => {
        const words = ['forecast', file, '--time', 'date', '--horizon', horizon, '--json']
        return JSON.parse(await runRomae(folder, ...words, '--model', 'runs/forecast/noise', ...more))
      }
      expect(await use('noise.csv', '3')).toMatchObject({ calibratedBy: 'run', notes: [] })
      expect(await read()).toBe(first)
      expect(await use('noise.csv', '2')).toMatchObject({ calibratedBy: 'run', notes: [] })
      expect((await read()).trim().split('\n')).toHaveLength(1 + 2 * 2)
      const longer = await use('noise.csv', '5')
      expect(longer.notes.join()).toContain(
        'the run calibrated 3 rows ahead, and these are 5: intervals are calibrated',
      )
      expect(longer.intervals.byChannel[0].byHorizon).toHaveLength(5)
      expect(longer).not.toHaveProperty('errors')
      const short = await use('short.csv', '3', '--maximum', 'rain=1000')
      expect(short.notes.join()).toContain('other bounds, and there are no intervals: the file is too short')
      expect(short).not.toHaveProperty('intervalsFile')
    })

    it('not from a few origins, which it says', async () => {
      const folder = await temporaryFolder({ 'noise.csv': noise(160) })
      const result = JSON.parse(await runRomae(folder, ...noisy, '--horizon', '12', '--methods', 'naive'))
      expect(result).not.toHaveProperty('intervalsFile')
      expect(result.notes.join()).toContain(
        'a third of the rows that are kept from training has no room for the horizon',
      )
      const { stderr } = await tryRomae(folder, ...noisy, '--minimum', 'level=5')
      expect(stderr).toMatch(/bounds of channel "level" cannot be: series .* has the value/)
    })
  })

  it('takes what is known of the future from the file, in long files as well', async () => {
    const price = (day: number) => (day % 3) - 1
    const rows = days(124).flatMap((day) => [
      // The load follows the price of its day, and is not known of the last four days.
      ...(day < 120 ? [`${dateOf(day)},load,${10 + 5 * price(day)}`] : []),
      `${dateOf(day)},price,${price(day)}`,
    ])
    const folder = await temporaryFolder({ 'long.csv': ['day,what,value', ...rows, ''].join('\n') })
    const long = ['forecast', 'long.csv', '--time', 'day', '--channel', 'what', '--value', 'value']
    await runRomae(folder, ...long, '--horizon', '4', '--known', 'price', '--steps', '2', '--methods', 'var', '--best')
    const [header, ...lines] = (await readFile(join(folder, 'long.forecast.csv'), 'utf8')).trimEnd().split('\n')
    expect(header).toBe('day,what,value')
    const loads = lines.filter((line) => line.includes('load')).map((line) => line.split(','))
    expect(loads.map(([day]) => day)).toEqual([120, 121, 122, 123].map(dateOf))
    for (const [index, [, , value]] of loads.entries()) {
      expect(Math.abs(Number(value) - 10 - 5 * price(120 + index))).toBeLessThan(1)
    }
    expect(lines.filter((line) => line.includes('price'))).toHaveLength(4)
  })

  it('trains on all of the file where nothing is to be measured', async () => {
    const folder = await temporaryFolder({ 'waves.csv': waves() })
    const printed = await runRomae(folder, ...words, '--test', '0')
    expect(printed).not.toContain('origins')
    expect((await readFile(join(folder, 'waves.forecast.csv'), 'utf8')).trimEnd().split('\n')).toHaveLength(4)
  })

  it.each([
    [
      'parts that are too short',
      ['--horizon', '20'],
      'give a larger --test than 0.2, a shorter --horizon, or --test 0',
    ],
    ['a window without room', ['--window', '5'], 'at least as much has to be known before; try --window 12'],
    ['a method that is none', ['--methods', 'arima'], '--methods takes baselines'],
    [
      'a known channel that is none',
      ['--known', 'price'],
      '--known must be some of the channels sine, cosine, but not all',
    ],
    ['nothing left to forecast', ['--known', 'sine,cosine'], 'but not all; got "sine,cosine"'],
    ['a choice without errors', ['--best', '--test', '0'], 'there are none'],
    ['a model of nothing', ['--model', 'nowhere'], 'nothing is trained'],
  ])('refuses %s', async (_, more, message) => {
    const folder = await temporaryFolder({ 'waves.csv': waves() })
    const { code, stderr } = await tryRomae(folder, ...words, ...more)
    expect(code).not.toBe(0)
    expect(stderr).toContain(message)
  })
})
