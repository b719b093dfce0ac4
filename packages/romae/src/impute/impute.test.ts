import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
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
    expect(result).toMatchObject({ unfilled: 0, methodsFile: join(other, 'waves.methods.csv') })
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
