import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { sizePresets } from '@romae/core'
import { physioNetVariables, readPhysioNet2012 } from '@romae/datasets'
import { hideTimestamps, observationTokenizer } from '@romae/timeseries'
import { beforeAll, describe, expect, it } from 'vitest'
import { filledChannels, hiddenTimesError, hideTimes } from './physionet/hidden-times.ts'
import { linearEstimate } from './physionet/linear-estimate.ts'
import { physioNetPresets } from './physionet/settings.ts'
import { stayCharts } from './physionet/stay-charts.ts'
import { physioNetRecord } from './testing/physionet-record.ts'
import { spawnApp } from './testing/run-app.ts'

const folder = await temporaryFolder()
const STAYS = 30
/** What is known of a patient from the beginning, and nothing later: a single time stamp. */
const SHORT_STAYS = 10

beforeAll(async () => {
  await mkdir(join(folder, 'stays'))
  for (let id = 1; id <= STAYS + SHORT_STAYS; id++) {
    const lines = physioNetRecord(1000 + id).split('\n')
    await writeFile(join(folder, 'stays', `${1000 + id}.txt`), (id <= STAYS ? lines : lines.slice(0, 3)).join('\n'))
  }
})

describe('hideTimes', () => {
  it('hides half of the time stamps, and at a hidden one every variable', async () => {
    const stays = await readPhysioNet2012(join(folder, 'stays'))
    const tokenizer = observationTokenizer.fit(stays, { standardize: 'none' })
    const { tokens, hidden } = hideTimes(stays[2]!, tokenizer, 0.5, 1)
    const byTime = new Map<number, Set<number>>()
    hidden.forEach((mark, token) => {
      const time = tokens.positions[2 * token + 1]!
      byTime.set(time, (byTime.get(time) ?? new Set()).add(mark))
    })
    const marks = [...byTime.values()].map((found) => [...found])
    expect(marks.every(({ length }) => length === 1)).toBe(true)
    expect(marks.filter(([mark]) => mark === 1)).toHaveLength(Math.round(marks.length / 2))
  })
})

describe('the error of a line between seen values', () => {
  const channel = (...points: [time: number, value: number][]) => ({
    times: Float64Array.from(points, ([time]) => time),
    values: Float64Array.from(points, ([, value]) => value),
  })
  const errorOf = (...channels: ReturnType<typeof channel>[]) => {
    const { observed, hidden } = hideTimestamps({ id: 'a', channels }, 0.5, 1)
    const predicted = new Float64Array() // not asked for
    const parts = observed.channels.map((seen, index) => ({ seen, hidden: hidden.channels[index]!, predicted }))
    return hiddenTimesError([parts], linearEstimate)
  }

  it.each([
    // Of these times, the seed hides 1 and 2.
    ['joins the seen values', [channel([0, 0], [1, 5], [2, -1], [3, 3])], (16 + 9) / 2],
    ['repeats the nearest outside them', [channel([0, 2], [1, 5])], 9],
    ['takes the mean, 0, where none is seen', [channel([0, 1], [3, 1]), channel([1, 4], [2, 2])], (16 + 4) / 2],
  ])('%s', (_, channels, error) => {
    expect(errorOf(...channels)).toBeCloseTo(error)
  })
})

describe('the charts of stays', () => {
  it('have the observations of the heart rate, in hours, and leave out stays where none is hidden', () => {
    const heartRate = physioNetVariables.indexOf('HR')
    // Of every variable one observation, three of the heart rate; values count them, and predictions have the other sign.
    const channels = physioNetVariables.map((_, index) => {
      const times = Float64Array.from(index === heartRate ? [60, 120, 180] : [0])
      return { times, values: times.map((_, point) => (index > heartRate ? index + 2 : index + point)) }
    })
    const of = (...hiddenRates: number[]) => {
      const hidden = Uint8Array.from(channels.flatMap(({ times }) => [...times].map(() => 1)))
      hidden.set(hiddenRates, heartRate)
      const predictions = Array.from(hidden, (_, index) => -index)
      return filledChannels({ id: 'a', channels }, hidden, predictions)
    }
    const charts = stayCharts([of(0, 0, 0), of(0, 1, 0)])
    expect(charts).toHaveLength(1)
    expect(charts[0]!.series.map(({ label, x, y }) => ({ label, x: Array.from(x), y: Array.from(y) }))).toEqual([
      { label: 'seen', x: [1, 3], y: [heartRate, heartRate + 2] },
      { label: 'hidden', x: [2], y: [heartRate + 1] },
      { label: 'predicted', x: [2], y: [-heartRate - 1] },
    ])
  })
})

describe('physionet', () => {
  it('goes from records to a row of the table', async () => {
    const words = ['physionet', '--data', 'stays', '--preset', 'smoke', '--out', 'run', '--results', 'kept']
    const printed = await spawnApp(folder, ...words)
    const [row, line]: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept', 'physionet2012.json'), 'utf8'))
    expect(row).toMatchObject({ experiment: 'physionet2012', metric: 'MSE of values at hidden times', seeds: [1] })
    expect(row!.mean).toBeGreaterThan(0)
    expect(row!.mean).toBeLessThan(2)
    expect(line).toMatchObject({ metric: 'the same of a line between seen values', seeds: [1] })
    expect(printed).toContain('0.562 ± 0.022')
    const report = await readFile(join(folder, 'run', 'report.html'), 'utf8')
    expect(report).toContain('Test stay 4: heart rate')
  }, 60_000)

  it('has the paper’s Table 21', () => {
    expect(physioNetPresets.paper).toMatchObject({
      data: { hidden: 0.5, valid: 0 },
      model: { encoder: sizePresets.tiny, decoder: sizePresets.tiny, cls: true },
      pretraining: { learningRate: 1e-4, batchSize: 16, epochs: 200, warmupSteps: 100, maskRatio: 0.5 },
    })
  })
})
