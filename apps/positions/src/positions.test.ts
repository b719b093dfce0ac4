import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { tableSettings } from './table/settings.ts'
import { runApp, spawnApp } from './testing/run-app.ts'

const folder = await temporaryFolder()

async function figures(name: string): Promise<Readonly<Record<string, number>>> {
  const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept', `${name}.json`), 'utf8'))
  return Object.fromEntries(rows.map(({ experiment, metric, mean }) => [`${experiment} ${metric}`, mean]))
}

describe('table', () => {
  it('finds absolute positions with [CLS], and without it nothing but their mean', async () => {
    const printed = await spawnApp(folder, '--preset', 'smoke', '--out', 'table', '--results', 'kept')
    expect(printed).toContain('| 0.062 ± 0.007 |')
    const found = await figures('positions')
    const variance = found['positions/tiny-cls variance']!
    expect(found['positions/tiny-cls MSE']).toBeLessThan(0.01 * variance)
    expect(found['positions/tiny-no-cls MSE']! / variance).toBeCloseTo(1, 2)
    expect(found['positions/tiny-no-cls change when all positions move by 25']).toBeLessThan(1e-5)
    expect(found['positions/tiny-cls change when all positions move by 25']).toBeGreaterThan(0.01)
    expect(existsSync(join(folder, 'table', 'report.html'))).toBe(true)
    const resumed = await runApp(folder, '--preset', 'smoke', '--out', 'table', '--results', 'kept', '--resume')
    expect(resumed).toContain('tiny-cls: training: already done')
    expect(await figures('positions')).toEqual(found)
  }, 120_000)

  it('with --dry-run describes each run and trains nothing', async () => {
    const printed = await runApp(folder, '--preset', 'paper', '--sizes', 'tiny', '--dry-run', '--out', 'dry')
    expect(printed).toContain('positions/tiny-no-cls: training, resolved:')
    expect(printed.match(/^steps {7}3,130 \(10 epochs\)$/gm)).toHaveLength(2)
    expect(existsSync(join(folder, 'dry'))).toBe(false)
  }, 60_000)

  it('has the paper’s Table 17, and its widths with the rest of tiny', () => {
    expect(tableSettings('paper', 'small', true)).toMatchObject({
      data: { train: 20_000, test: 4_000, tokens: 10, scaleTargets: false },
      model: { dModel: 432, heads: 3, depth: 12, feedForward: 720, ropeFraction: 0.75 },
      training: { epochs: 10, batchSize: 64, learningRate: 5e-4, warmupSteps: 625, clipNorm: null },
    })
  })
})

describe('range', () => {
  it('measures errors along the range', async () => {
    await spawnApp(folder, 'range', '--preset', 'smoke', '--ranges', '100', '--out', 'range', '--results', 'kept')
    const found = await figures('positions-range')
    const mean = found['positions-range/100 mean |error|']!
    expect(mean).toBeLessThan(20) // 25 for guessing the middle
    expect(found['positions-range/100 median |error|']).toBeGreaterThan(0)
    expect(await readFile(join(folder, 'range', 'report.html'), 'utf8')).toContain('Error by position')
  }, 60_000)
})

describe('cost', () => {
  it('times steps of all three encodings, relative to absolute positions', async () => {
    const printed = await spawnApp(folder, 'cost', '--preset', 'smoke', '--results', 'kept')
    const found = await figures('positions-cost')
    expect(Object.keys(found)).toEqual(
      ['absolute', 'cached', 'continuous'].map((encoding) => `positions-cost/${encoding} relative speed`),
    )
    expect(found['positions-cost/absolute relative speed']).toBe(1)
    expect(found['positions-cost/continuous relative speed']).toBeGreaterThan(0.05)
    expect(printed).toContain('| 0.87 |')
  }, 60_000)
})
