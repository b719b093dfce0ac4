import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { readWideCsv } from '@romae/timeseries'
import { beforeAll, describe, expect, it } from 'vitest'
import { runApp, spawnApp, startApp, tryApp } from './testing/run-app.ts'

/** Two waves, one value in five missing. */
function waves(): string {
  const rows = Array.from({ length: 120 }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)
    const cell = (value: number, gap: boolean) => (gap ? '' : value.toFixed(3))
    return [date, cell(Math.sin(day / 4), day % 5 === 2), cell(3 + Math.cos(day / 4), day % 5 === 4)].join(',')
  })
  return ['date,sine,cosine', ...rows, ''].join('\n')
}

const folder = await temporaryFolder({ 'waves.csv': waves() })

describe('impute', () => {
  let printed: string
  beforeAll(async () => {
    printed = await spawnApp(folder, 'impute', 'waves.csv', '--time', 'date', '--steps', '12')
  })

  it('fills every gap and changes nothing else', async () => {
    const read = (file: string) => readWideCsv(join(folder, file), { time: 'date', channels: 'rest' })
    const [before, after] = await Promise.all([read('waves.csv'), read('waves.filled.csv')])
    expect(after.channels).toEqual(['sine', 'cosine'])
    before.series[0]!.channels.forEach(({ values, times }, channel) => {
      const filled = after.series[0]!.channels[channel]!
      expect(filled.times).toEqual(times)
      expect(filled.values.includes(Number.NaN)).toBe(false)
      values.forEach((value, index) => {
        if (!Number.isNaN(value)) expect(filled.values[index]).toBe(value)
      })
    })
  })

  it('says what it found, how far off it is on values it held out, and where things are', () => {
    expect(printed).toContain('1 series of 2 channels, 48 missing cells')
    expect(printed).toMatch(/sine +\d+( +[\d.]+[* ]){7}/)
    expect(printed).toContain(join(folder, 'runs/impute/waves/checkpoint'))
    expect(printed).toContain(join(folder, 'waves.filled.csv'))
  })

  it('fills the same from its checkpoint, without training', async () => {
    const checkpoint = join('runs', 'impute', 'waves', 'checkpoint')
    const words = ['impute', 'waves.csv', '--time', 'date', '--model', checkpoint, '--out', 'again.csv']
    await runApp(folder, ...words)
    const contents = (file: string) => readFile(join(folder, file), 'utf8')
    expect(await contents('again.csv')).toBe(await contents('waves.filled.csv'))
  })

  it('goes on with a training that was stopped, and fills the same', async () => {
    const other = await temporaryFolder({ 'waves.csv': waves() })
    const words = ['impute', 'waves.csv', '--time', 'date', '--steps', '12', '--save-every', '2']
    const training = join(other, 'runs/impute/waves/training')
    const { child, ended } = await startApp(other, ...words)
    const isSaved = () => existsSync(join(training, 'step-00000002'))
    while (!isSaved() && child.exitCode === null) await sleep(5)
    child.kill('SIGKILL')
    expect((await ended).code).toBeNull()
    const resumed = await runApp(other, ...words, '--resume')
    expect(resumed).toMatch(/pre-training: going on after step (2|4|6|8|10)\n/)
    expect(existsSync(training)).toBe(false)
    const contents = await readFile(join(other, 'waves.filled.csv'), 'utf8')
    await runApp(other, ...words)
    expect(await readFile(join(other, 'waves.filled.csv'), 'utf8')).toBe(contents)
  }, 120_000)

  it.each([
    ['a baseline that there is not', ['waves.csv', '--time', 'date', '--methods', 'kalmann'], 'did you mean "kalman"?'],
    ['a pattern that there is not', ['waves.csv', '--time', 'date', '--held-out-pattern', 'all'], 'blocks:LENGTH'],
    ['a choice without values', ['waves.csv', '--time', 'date', '--held-out', '0', '--best'], 'APP_SETTING_NO_EFFECT'],
    ['a choice beside a model', ['waves.csv', '--time', 'date', '--model', '.', '--best'], 'APP_SETTING_NO_EFFECT'],
    ['a file that is not there', ['none.csv', '--time', 'date'], 'TIMESERIES_CANNOT_READ'],
    ['a column that is not there', ['waves.csv', '--time', 'dat'], 'did you mean "date"?'],
    ['nothing to resume', ['waves.csv', '--time', 'date', '--folder', 'new', '--resume'], 'APP_NOTHING_TO_RESUME'],
    ['a checkpoint that is not one', ['waves.csv', '--time', 'date', '--model', '.'], 'APP_NO_MODEL'],
  ])('says in one line what is wrong with %s', async (_, words, part) => {
    const { code, stderr } = await tryApp(folder, 'impute', ...words)
    expect(code).toBe(1)
    expect(stderr).toContain(part)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})
