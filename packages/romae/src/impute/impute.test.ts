import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createRandom } from '@romae/core'
import { describe, expect, it } from 'vitest'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

/** Two waves, one value in five missing. */
function waves(): string {
  const rows = Array.from({ length: 120 }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)
    const cell = (value: number, gap: boolean) => (gap ? '' : value.toFixed(3))
    return [date, cell(Math.sin(day / 4), day % 5 === 2), cell(3 + Math.cos(day / 4), day % 5 === 4)].join(',')
  })
  return ['date,sine,cosine', ...rows, ''].join('\n')
}

/** Days of which half are dry, and one value in ten is missing. */
function rain(days: number): string {
  const random = createRandom(1, 'rain')
  const rows = Array.from({ length: days }, (_, day) => {
    const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10)
    const values = [Math.max(0, 4 * random.normal()), 10 * Math.sin(day / 50) + random.normal()]
    return [date, ...values.map((value) => (random.uniform() < 0.1 ? '' : value.toFixed(2)))].join(',')
  })
  return ['date,rain,warmth', ...rows, ''].join('\n')
}

describe('impute', () => {
  it('takes the best method for each gap, and says of every value where it is from', async () => {
    const other = await temporaryFolder({ 'waves.csv': waves() })
    const words = [
      'impute',
      'waves.csv',
      '--time',
      'date',
      '--steps',
      '1',
      '--methods',
      'linear,kalman',
      '--best',
      '--json',
    ]
    const result = JSON.parse(await runRomae(other, ...words, '--held-out-pattern', 'scattered'))
    const [sine] = result.errors
    expect(sine).toMatchObject({ channel: 'sine', unfilled: 0 })
    expect(Object.keys(sine.errors)).toEqual(['romae', 'linear', 'kalman', 'romae+kalman'])
    expect(sine.best).not.toBe('romae')
    expect(sine.otherHalf.errors.best).toBeLessThan(sine.otherHalf.errors.romae)
    expect(result).toMatchObject({ unfilled: 0, files: [{ methodsFile: join(other, 'waves.methods.csv') }] })
    const read = (file: string) => readFile(join(other, file), 'utf8')
    const [header, ...rows] = (await read('waves.methods.csv')).trim().split('\n')
    expect(header).toBe('date,channel,method')
    expect(rows).toHaveLength(48)
    expect(rows[0]).toMatch(/^2024-01-03,sine,(linear|kalman)$/)
    const filled = (await read('waves.filled.csv')).split('\n')[3]!.split(',')
    expect(filled[0]).toBe('2024-01-03')
    expect(Math.abs(Number(filled[1]) - Math.sin(2 / 4))).toBeLessThan(0.1)
    expect(await read('runs/impute/waves/report.html')).toContain('measured on the other')
  })

  it('fills compressed JSON Lines as it fills a table, and writes them as such', async () => {
    const [, ...rows] = waves().trim().split('\n')
    const field = (name: string, cell: string) => (cell === '' ? `"${name}": null` : `"${name}": ${cell}`)
    const lines = rows.map((row) => {
      const [date, sine, cosine] = row.split(',')
      return `{"date": "${date}", ${field('sine', sine!)}, "note": {"a": [1]}, ${field('cosine', cosine!)}}\n`
    })
    const folder = await temporaryFolder({ 'waves.jsonl.gz': gzipSync(lines.join('')) })
    const words = ['impute', 'waves.jsonl.gz', '--time', 'date', '--ignore', 'note', '--steps', '1', '--held-out', '0']
    await runRomae(folder, ...words)
    const filled = gunzipSync(await readFile(join(folder, 'waves.filled.jsonl.gz'))).toString()
    const withoutNumbers = (line: string) => line.replace(/null|-?\d+\.[\d.e-]+/g, '')
    expect(filled.split('\n').map(withoutNumbers)).toEqual([...lines.map((line) => withoutNumbers(line.trimEnd())), ''])
    for (const [index, line] of lines.entries())
      if (!line.includes('null')) expect(filled.split('\n')[index]).toBe(line.trimEnd())
    expect(filled).not.toContain('null')
  })

  describe('says how sure it is', () => {
    const words = ['impute', 'rain.csv', '--time', 'date', '--steps', '1', '--json', '--held-out', '0.3']
    const table = async (folder: string, file: string) =>
      (await readFile(join(folder, file), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => line.split(','))

    it('by intervals beside the filled file that hold what they promise, within bounds', async () => {
      const folder = await temporaryFolder({ 'rain.csv': rain(900) })
      const options = [
        '--best',
        '--methods',
        'linear,kalman',
        '--non-negative',
        'rain',
        '--held-out-pattern',
        'scattered',
      ]
      const result = JSON.parse(await runRomae(folder, ...words, ...options))
      expect(result.files[0].intervalsFile).toBe(join(folder, 'rain.intervals.csv'))
      const { coverage, within, values, calibratedOn, byChannel } = result.intervals
      expect([coverage, byChannel.map((own: { channel: string }) => own.channel)]).toEqual([0.9, ['rain', 'warmth']])
      expect(values).toBeGreaterThan(60)
      expect(calibratedOn).toBeGreaterThan(100)
      expect(within).toBeGreaterThan(0.8)
      const { reliability } = result.intervals
      expect(reliability.map(({ nominal }: { nominal: number }) => nominal)).toContain(0.9)
      const ofNine = reliability.find(({ nominal }: { nominal: number }) => nominal === 0.9)
      expect(ofNine).toEqual({ nominal: 0.9, within: Math.round(within * values), count: values })
      const [header, ...rows] = await table(folder, 'rain.intervals.csv')
      expect(header).toEqual(['date', 'channel', 'lower', 'median', 'upper'])
      expect(rows).toHaveLength(result.missing)
      for (const [, channel, ...texts] of rows) {
        const [lower, median, upper] = texts.map(Number) as [number, number, number]
        expect(lower <= median && median <= upper).toBe(true)
        if (channel === 'rain') expect(lower).toBeGreaterThanOrEqual(0)
      }
      // Half of all days are dry: of some gaps 0 is likely.
      expect(rows.some(([, channel, lower]) => channel === 'rain' && lower === '0')).toBe(true)
      for (const row of (await table(folder, 'rain.filled.csv')).slice(1))
        expect(Number(row[1])).toBeGreaterThanOrEqual(0)
      const report = await readFile(join(folder, 'runs/impute/rain/report.html'), 'utf8')
      expect(report).toContain('upper end of the interval')
      expect(report).toContain(`The share of ${values} held-out values that lay within`)
    })

    it('by a model of quantiles too, of a coverage that is asked for', async () => {
      const folder = await temporaryFolder({ 'rain.csv': rain(600) })
      const set = ['--set', 'model.likelihood.kind=quantiles', '--coverage', '0.8', '--methods', 'linear']
      const result = JSON.parse(await runRomae(folder, ...words, ...set))
      expect(result.intervals.coverage).toBe(0.8)
      expect(result.intervals.within).toBeGreaterThan(0.65)
      expect((await table(folder, 'rain.intervals.csv')).length - 1).toBe(result.missing)
    })

    it('by a saved model as its run was calibrated, bounds and coverage and all', async () => {
      const folder = await temporaryFolder({ 'rain.csv': rain(600), 'short.csv': rain(40) })
      const train = ['--non-negative', 'rain', '--methods', 'linear', '--models', '2']
      await runRomae(folder, ...words, ...train)
      const read = () => readFile(join(folder, 'rain.intervals.csv'), 'utf8')
      const first = await read()
      const use = async (model: string, ...more: string[]) =>
        JSON.parse(await runRomae(folder, 'impute', 'rain.csv', '--time', 'date', '--json', '--model', model, ...more))
      const run = 'runs/impute/rain'
      const again = await use(run)
      expect(again).toMatchObject({ calibratedBy: 'run', notes: [] })
      expect(await read()).toBe(first)
      const narrow = await use(run, '--coverage', '0.5')
      expect(narrow.calibratedOn).toBe(again.calibratedOn)
      const width = (rows: string[][]) =>
        rows.slice(1).reduce((sum, row) => sum + Number(row.at(-1)) - Number(row.at(-3)), 0)
      const narrowWidth = width(await table(folder, 'rain.intervals.csv'))
      await use(run)
      expect(narrowWidth).toBeLessThan(0.6 * width(await table(folder, 'rain.intervals.csv')))
      // What was calibrated otherwise is calibrated anew, on values of the file, and says so.
      const anew = async (reason: string, ...given: [string, ...string[]]) => {
        const result = await use(...given)
        expect(result.notes.join()).toContain(`${reason}: intervals are calibrated on held-out values of this file`)
        expect(result).not.toHaveProperty('calibratedBy')
        expect(result.errors).toEqual([])
        expect(result.intervals.within).toBeGreaterThan(0.6)
      }
      await anew('the calibration beside the model is that of the mean of 2 models', `${run}/seed-1`)
      await anew('the run calibrated with other bounds', run, '--minimum', 'warmth=-100')
      await anew('the run calibrated windows of 16, and these are 12', run, '--window', '12')
      const saved = join(folder, run, 'seed-1', 'checkpoint', 'calibration.json')
      const record = JSON.parse(await readFile(saved, 'utf8'))
      for (const [wrong, message] of [
        ['{', 'it cannot be read'],
        [JSON.stringify({ ...record, formatVersion: 2 }), 'it has the format version 2, and 1 is known'],
        [JSON.stringify({ ...record, units: [1] }), 'it does not hold what it should'],
        [JSON.stringify({ ...record, calibration: [] }), 'not a saved calibration: it is no object'],
      ] as const) {
        await writeFile(saved, wrong)
        const { stderr } = await tryRomae(folder, 'impute', 'rain.csv', '--time', 'date', '--model', run)
        expect(stderr).toContain(message)
        expect(stderr).toContain('APP_CALIBRATION')
      }
      await rm(saved)
      await anew('the run of the model saved no calibration', run)
      const short = ['impute', 'short.csv', '--time', 'date', '--json', '--model', run]
      const few = JSON.parse(await runRomae(folder, ...short))
      expect(few).not.toHaveProperty('files.0.intervalsFile')
      expect(few.notes.join()).toContain('there are no intervals: the quantile of level 0.05 needs at least 19 values')
    })

    it('not from a few values, which it says, and not beyond bounds that the file does not keep', async () => {
      const folder = await temporaryFolder({ 'waves.csv': waves() })
      const few = ['impute', 'waves.csv', '--time', 'date', '--steps', '1', '--methods', 'linear']
      const result = JSON.parse(await runRomae(folder, ...few, '--json'))
      expect(result.files[0]).not.toHaveProperty('intervalsFile')
      expect(result.notes.join()).toMatch(
        /there are no intervals: the quantile of level 0\.05 needs at least 19 values/,
      )
      const refused = async (...options: string[]) => (await tryRomae(folder, ...few, ...options)).stderr
      expect(await refused('--non-negative', 'sine')).toMatch(
        /bounds of channel "sine" cannot be: series .* has the value -/,
      )
      expect(await refused('--minimum', 'sinus=0')).toMatch(/there is no such channel; there are sine, cosine/)
      expect(await refused('--maximum', 'sine')).toContain('column=number is needed')
      expect(await refused('--minimum', 'cosine=2', '--maximum', 'cosine=1')).toContain('is not above its minimum')
      expect(await refused('--coverage', '1')).toContain('above 0 and below 1')
    })
  })

  describe('of several files', () => {
    const lines = waves().trimEnd().split('\n')
    const header = lines[0]!
    const swapped = (line: string) =>
      line.split(',').with(1, line.split(',')[2]!).with(2, line.split(',')[1]!).join(',')
    const files = {
      'spring.csv': `${[header, ...lines.slice(1, 61)].join('\n')}\n`,
      // Its columns stand in another order.
      'more/summer.csv': `${[header, ...lines.slice(61)].map(swapped).join('\n')}\n`,
    }
    const words = ['impute', 'spring.csv', 'more/summer.csv', '--time', 'date', '--json'] as const
    const training = ['--steps', '2', '--methods', 'linear,kalman', '--best'] as const
    const read = (folder: string, file: string) => readFile(join(folder, file), 'utf8')

    it('trains on all of them, and writes beside each what is its own', async () => {
      const folder = await temporaryFolder(files)
      const result = JSON.parse(await runRomae(folder, ...words, ...training, '--held-out-pattern', 'scattered'))
      expect([result.missing, result.unfilled]).toEqual([48, 0])
      expect(result.files).toEqual([
        {
          file: join(folder, 'spring.filled.csv'),
          methodsFile: join(folder, 'spring.methods.csv'),
          missing: 24,
          unfilled: 0,
        },
        {
          file: join(folder, 'more/summer.filled.csv'),
          methodsFile: join(folder, 'more/summer.methods.csv'),
          missing: 24,
          unfilled: 0,
        },
      ])
      const rows = (await read(folder, 'more/summer.filled.csv')).trimEnd().split('\n')
      expect(rows[0]).toBe('date,cosine,sine')
      rows.slice(1).forEach((row, index) => {
        const [date, cosine, sine] = row.split(',')
        expect(date).toBe(lines[61 + index]!.split(',')[0])
        expect(Math.abs(Number(sine) - Math.sin((60 + index) / 4))).toBeLessThan(0.3)
        expect(Math.abs(Number(cosine) - 3 - Math.cos((60 + index) / 4))).toBeLessThan(0.3)
      })
      const methods = (await read(folder, 'more/summer.methods.csv')).trimEnd().split('\n')
      expect(methods).toHaveLength(25)
      expect(methods[1]!.split(',')[0]).toBe('2024-03-03')
      expect(await read(folder, 'runs/impute/spring/report.html')).toContain('spring.csv and more/summer.csv')
      await runRomae(folder, ...words, '--model', 'runs/impute/spring', '--out', 'again')
      const again = (await read(folder, 'again/summer.filled.csv')).trimEnd().split('\n')
      expect(again.map((row) => row.split(',')[0])).toEqual(rows.map((row) => row.split(',')[0]))
      // A model fills a file by itself as it does beside others.
      await runRomae(
        folder,
        'impute',
        'more/summer.csv',
        ...words.slice(3),
        '--model',
        'runs/impute/spring',
        '--out',
        'x.csv',
      )
      expect(await read(folder, 'x.csv')).toBe(await read(folder, 'again/summer.filled.csv'))
    })

    it.each<[string, Record<string, string>, readonly string[], string]>([
      ['one place for two', {}, ['--out', '-'], 'APP_OUTPUT_IS_ONE'],
      ['a file as the folder', {}, ['--out', 'spring.csv'], 'APP_OUTPUT_IS_ONE'],
      [
        'what was filled before',
        { 'spring.filled.csv': files['spring.csv'] },
        ['spring.filled.csv'],
        'APP_SAME_OUTPUT',
      ],
      ['a file twice', {}, ['./spring.csv'], 'APP_GIVEN_TWICE'],
      ['other channels', { 'c.csv': 'date,sine\n2024-01-01,1\n' }, ['c.csv'], 'TIMESERIES_OTHER_CHANNELS'],
      ['other times', { 'n.csv': 'date,sine,cosine\n1,1,2\n' }, ['n.csv'], 'TIMESERIES_BAD_TIME'],
    ])('refuses %s, and writes nothing', async (_, others, options, code) => {
      const folder = await temporaryFolder({ ...files, ...others })
      const { code: exit, stderr } = await tryRomae(folder, ...words, ...options, ...training)
      expect([exit, stderr]).toEqual([1, expect.stringContaining(`[${code}]`)])
      expect(await readdir(folder)).toEqual(['more', ...Object.keys(others), 'spring.csv'].sort())
    })

    it('keeps series apart that both call the same, if it is told to', async () => {
      const withId = (text: string) => text.replaceAll(/^(?=.)/gm, 'a,').replace('a,date', 'id,date')
      const same = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, withId(text)]))
      const folder = await temporaryFolder(same)
      const { stderr } = await tryRomae(folder, ...words, '--id', 'id', '--steps', '1')
      expect(stderr).toContain('[TIMESERIES_ID_IN_TWO_FILES]')
      await runRomae(folder, ...words, '--id', 'id', '--ids-per-file', ...training)
      expect(await read(folder, 'more/summer.methods.csv')).toMatch(/^id,date,channel,method\na,2024-03-0/)
    })
  })

  it('fills by the mean of several models, when they are trained and afterwards', async () => {
    const folder = await temporaryFolder({ 'waves.csv': waves() })
    const read = (file: string) => readFile(join(folder, file), 'utf8')
    const words = ['impute', 'waves.csv', '--time', 'date', '--steps', '2', '--methods', 'linear']
    await runRomae(folder, ...words, '--models', '2')
    const together = await read('waves.filled.csv')
    const model = (...parts: string[]) => ['--model', join('runs/impute/waves', ...parts), '--out', 'again.csv']
    const again = async (...parts: string[]) => {
      await runRomae(folder, 'impute', 'waves.csv', '--time', 'date', ...model(...parts))
      return read('again.csv')
    }
    expect(await again()).toBe(together)
    const [first, second] = [await again('seed-1'), await again('seed-2')]
    const cell = (text: string) => Number(text.split('\n')[3]!.split(',')[1])
    expect(cell(first)).not.toBe(cell(second))
    expect(cell(together)).toBeCloseTo((cell(first) + cell(second)) / 2, 4)
    await rm(join(folder, 'runs/impute/waves/seed-2'), { recursive: true })
    await runRomae(folder, ...words, '--folder', 'runs/impute/waves/seed-2', '--held-out', '0.3')
    const { code, stderr } = await tryRomae(folder, 'impute', 'waves.csv', '--time', 'date', ...model())
    expect(code).not.toBe(0)
    expect(stderr).toContain('APP_NO_MODEL')
  })
})
