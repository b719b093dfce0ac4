import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { openAnomalySet } from './anomaly/data-sets.ts'
import { ofWindows, rollingZScore } from './anomaly/detectors.ts'
import { injectAnomalies, kinds } from './anomaly/inject.ts'
import { averagePrecision, isTopFound, volumeUnderSurface } from './anomaly/metrics.ts'
import { runApp, tryApp } from './testing/run-app.ts'

describe('figures of anomalies', () => {
  /** 250 values: as many as the peer takes thresholds, which then are all. */
  const scores = Float64Array.from({ length: 250 }, (_, at) => {
    const raised = (at >= 60 && at < 70 ? 0.8 : 0) + (at >= 150 && at < 153 ? 0.3 : 0)
    return Math.round((Math.abs(Math.sin(at * at * 0.37)) + raised) * 100) / 100
  })
  const labels = Uint8Array.from(scores, (_, at) =>
    Number((at >= 58 && at < 72) || (at >= 150 && at < 155) || at >= 246),
  )

  it('are the average precision of NumPy’s arithmetic, equal scores on one side', () => {
    expect(averagePrecision({ scores, labels })).toBeCloseTo(0.45942738213269885, 12)
    expect(averagePrecision({ scores: labels, labels })).toBe(1)
  })

  it('are the VUS-PR of aeon 1.6', () => {
    const found = [0, 1, 20].map((longest) => volumeUnderSurface({ scores, labels }, longest))
    const expected = [0.3460698958331817, 0.3460698958331817, 0.4448264435359269]
    for (const [index, value] of found.entries()) expect(value).toBeCloseTo(expected[index]!, 12)
  })

  it('know whether the highest score is near an anomaly', () => {
    const top = Float64Array.from(scores, (_, at) => Number(at === 55))
    expect([2, 3].map((slack) => isTopFound({ scores: top, labels }, slack))).toEqual([false, true])
  })
})

describe('simple detectors', () => {
  it('are far from the mean of what is about a value, without itself', () => {
    const values = Float64Array.of(0, 2, 0, 2, 9, 2, 2, 2, 0)
    const found = rollingZScore(values, 4)
    expect(found[4]).toBeCloseTo((9 - 1.5) / Math.sqrt(0.75), 12)
    expect(Math.max(...rollingZScore(Float64Array.of(1, 1, 1, 2), 2))).toBeLessThan(3000)
  })

  it('give a value the mean of its windows', () => {
    expect([...ofWindows(Float64Array.of(1, 2, 6), 2)]).toEqual([1, 1.5, 4, 6])
  })
})

describe('injected anomalies', () => {
  it('are two of each kind in every channel, apart, the same for a seed, and nothing else is changed', () => {
    const values = [0, 1].map((phase) => Float64Array.from({ length: 365 }, (_, at) => Math.sin(at / 9 + phase)))
    const { values: spoiled, labels } = injectAnomalies(values, values, 3)
    for (const [channel, own] of labels.entries()) {
      const runs = own.join('').match(/1+/g)!
      expect(runs.map(({ length }) => length).sort((a, b) => a - b)).toEqual(
        kinds.flatMap(({ length }) => [length, length]).sort((a, b) => a - b),
      )
      for (const [at, label] of own.entries()) {
        if (label === 0) expect(spoiled[channel]![at]).toBe(values[channel]![at])
      }
    }
    expect(injectAnomalies(values, values, 3).labels).toEqual(labels)
    expect(injectAnomalies(values, values, 4).labels).not.toEqual(labels)
  })
})

describe('anomaly-benchmark', () => {
  it('measures all methods on the same series', { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder()
    const asked = ['anomaly-benchmark', 'weather', '--preset', 'smoke', '--out', 'run', '--results', 'kept']
    const said = await runApp(folder, ...asked)
    for (const method of ['rolling z-score', 'RoMAE, value by value', 'RoMAE, in blocks'])
      expect(said).toContain(method)
    const { train, held, test, labels } = await openAnomalySet('weather', 1, null)
    const lengthOf = ({ channels }: typeof train) => channels.map(({ values }) => values.length)
    expect([train, held, test].map(lengthOf)).toEqual([912, 184, 365].map((length) => [length, length, length]))
    expect(labels.map((own) => own.length)).toEqual([365, 365, 365])
  })

  it('names the package that ships the data', async () => {
    const { code, stderr } = await tryApp(await temporaryFolder(), 'anomaly-benchmark', 'ecg', '--preset', 'smoke')
    expect([code, stderr]).toEqual([1, expect.stringContaining('needs --peer, a Python with the package aeon')])
  })
})
