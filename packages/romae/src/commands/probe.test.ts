import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { beforeAll, describe, expect, it } from 'vitest'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

/** Slow and fast waves, 24 of them, one row an observation. */
function waves(): string {
  const lines = ['id,time,channel,value,label']
  for (let series = 0; series < 24; series++) {
    const [label, rate] = series % 2 === 0 ? ['slow', 0.3] : ['fast', 1.5]
    for (let time = 0; time < 16; time++) lines.push(`s${series},${time},x,${Math.sin(rate * time + series)},${label}`)
  }
  return `${lines.join('\n')}\n`
}
const columns = ['--id', 'id', '--time', 'time', '--channel', 'channel', '--value', 'value', '--label', 'label']

let folder: string
beforeAll(async () => {
  folder = await temporaryFolder({ 'waves.csv': waves() })
  const brief = ['--preset', 'smoke', '--set', 'pretraining.epochs=2', '--out', 'model']
  await runRomae(folder, 'pretrain', 'waves.csv', ...columns, ...brief)
}, 120_000)

describe('probe', { timeout: 60_000 }, () => {
  it('measures what embeddings tell, on samples that nothing was fitted to', async () => {
    const asked = ['waves.csv', '--model', 'model', '--held-out', '0.5', '--neighbours', '3', '--out', 'probed']
    const { results } = JSON.parse(await runRomae(folder, 'probe', ...asked, '--json'))
    expect(results.map(({ probe }: { probe: string }) => probe)).toEqual(['linear probe', '3 nearest neighbours'])
    for (const { figures, intervals, metrics } of results) {
      // Twelve of the twenty-four.
      expect(metrics.confusion.flat().reduce((sum: number, count: number) => sum + count, 0)).toBe(12)
      expect(figures.accuracy).toBeGreaterThan(0.7)
      expect(intervals.accuracy[0]).toBeLessThanOrEqual(figures.accuracy)
    }
    expect(JSON.parse(await readFile(join(folder, 'probed/results.json'), 'utf8')).results).toEqual(results)
    expect(await readFile(join(folder, 'probed/report.html'), 'utf8')).toContain('test samples: linear probe')
  })

  it('says that the model has seen what it is tested on, and refuses samples without classes', async () => {
    const seen = await runRomae(folder, 'probe', 'waves.csv', '--model', 'model', '--out', 'seen')
    expect(seen).toMatch(/seen/)
    const { code, stderr } = await tryRomae(folder, 'probe', 'none.csv', '--model', 'model')
    expect([code, stderr]).toEqual([1, expect.stringContaining('none.csv')])
  })
})
