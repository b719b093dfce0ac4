import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { type ChartSection, type ChartSeries, renderReport } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
const installed = spawnSync('chromium', ['--version']).status === 0
const options = '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync'.split(' ')
const quiet = '--disable-background-networking --disable-component-update --enable-logging=stderr'.split(' ')

function chart(scale: 'linear' | 'log', ...series: ChartSeries[]): ChartSection {
  return { kind: 'chart', x: { label: 'step' }, y: { label: 'loss', scale }, series }
}

describe('a report in a browser', () => {
  it('draws its charts without an error', (context) => {
    context.skip(!installed, 'needs chromium on the PATH')
    const html = renderReport({
      title: 'run',
      sections: [
        chart(
          'linear',
          { label: 'loss', x: [1, 2, 3], y: [3, null, 1] },
          { label: 'last', x: [3], y: [1], style: 'points' },
        ),
        chart('log', { label: 'loss', x: [1, 2, 3], y: [1e-7, 3, 4e5], style: 'dashed' }),
        chart('log', { label: 'constant', x: [1], y: [1], style: 'line-and-points' }),
        chart('log', { label: 'nothing', x: [1, 2], y: [null, 0] }),
        chart('linear', { label: 'nothing', x: [1, 2], y: [null, null] }),
      ],
    })
    const path = join(folder, 'report.html')
    writeFileSync(path, html)
    const profile = `--user-data-dir=${join(folder, 'profile')}`
    const page = pathToFileURL(path).href
    const { stdout, stderr } = spawnSync('chromium', [...options, ...quiet, profile, '--dump-dom', page], {
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect(stderr.split('\n').filter((line) => line.includes('CONSOLE'))).toEqual([])
    expect(stdout.match(/<canvas/g)).toHaveLength(5)
    expect(stdout.match(/class="u-series style-/g)).toHaveLength(6)
  })
})
