import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { beforeAll, describe, expect, it } from 'vitest'
import { averaged } from '../anomaly/measure-places.ts'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

/** Waves of two channels by the hour. @param spike an hour at which the first is far off */
function waves(hours: number, spike: number | null): string {
  const lines = ['time,load,heat']
  for (let hour = 0; hour < hours; hour++) {
    const date = new Date(Date.UTC(2024, 0, 1, hour)).toISOString().slice(0, 16)
    lines.push(`${date},${Math.sin(hour / 3) + (hour === spike ? 4 : 0)},${Math.cos(hour / 3)}`)
  }
  return `${lines.join('\n')}\n`
}

let folder: string
beforeAll(async () => {
  folder = await temporaryFolder({
    'train.csv': waves(480, null),
    'normal.csv': waves(300, null),
    'new.csv': waves(200, 77),
    'tiny.csv': waves(5, null),
  })
  const brief = ['--held-out', '0', '--set', 'pretraining.steps=150', '--folder', 'run', '--out', 'filled.csv']
  await runRomae(folder, 'impute', 'train.csv', '--time', 'time', ...brief)
}, 120_000)

describe('anomaly', { timeout: 60_000 }, () => {
  it('says where series are unlike what the model expects, by the file’s own times', async () => {
    const asked = ['new.csv', '--normal', 'normal.csv', '--model', 'run', '--out', 'found', '--json']
    const result = JSON.parse(await runRomae(folder, 'anomaly', ...asked))
    expect(result).toMatchObject({ places: 400, calibratedOn: 600, window: expect.any(Number) })
    expect(result.rarest[0].cells).toEqual(['2024-01-04T05:00', 'load'])
    expect(result.rarest[0].p).toBe(1 / 301)
    const [header, ...rows] = (await readFile(join(folder, 'found/scores.csv'), 'utf8')).trim().split('\n')
    expect(header).toBe('id,time,channel,score,p')
    expect(rows).toHaveLength(400)
    const scores = rows.map((row) => Number(row.split(',')[3]))
    expect(rows[scores.indexOf(Math.max(...scores))]).toMatch(/^series,2024-01-04T05:00,load,/)
    const report = await readFile(join(folder, 'found/report.html'), 'utf8')
    expect(report).toContain('series: load, scores')
    expect(report).toContain('The rarest places')
  })

  it('takes the files themselves without others to measure by, and says so', async () => {
    const said = await runRomae(folder, 'anomaly', 'new.csv', '--model', 'run', '--out', 'own', '--block', '3')
    expect(said).toContain('without --normal p is the rank')
  })

  it('refuses a level that nothing could reach', async () => {
    const { code, stderr } = await tryRomae(folder, 'anomaly', 'tiny.csv', '--model', 'run', '--out', 'none')
    expect([code, stderr]).toEqual([1, expect.stringContaining('no p can be as low as --level 0.01')])
  })
})

describe('averaged', () => {
  it('are errors of the same channel, about each place, without those that are not there', () => {
    const place = (error: number, group: string) => ({ cells: [], error, group })
    const places = [place(1, 'a'), place(100, 'b'), place(4, 'a'), place(Number.NaN, 'a'), place(7, 'a')]
    expect(averaged(places, 3).map(({ error }) => error)).toEqual([2.5, 100, 2.5, Number.NaN, 7])
    expect(averaged(places, 1)).toEqual(places)
  })
})
