import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { createRandom } from '@romae/random'
import { fromGrid } from '@romae/timeseries'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { films, pixelScale } from './pendulum/frames.ts'
import { pendulumPresets } from './pendulum/settings.ts'
import { spiralPresets } from './spirals/settings.ts'
import { syntheticPresets } from './synthetic/settings.ts'
import { thinnedSamples } from './synthetic/thinned.ts'
import { runApp } from './testing/run-app.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'romae-benchmarks-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function smoke(name: string): Promise<{ printed: string; rows: readonly ResultRow[] }> {
  const printed = await runApp(folder, name, '--preset', 'smoke', '--out', name, '--results', 'kept')
  return { printed, rows: JSON.parse(await readFile(join(folder, 'kept', `${name}.json`), 'utf8')) }
}

describe('the smoke preset', () => {
  it.each([
    ['pendulum', 'pendulum', 'MSE x 1e-3, per element', 300], // 464 for guessing the mean
    ['spirals', 'spirals/clean', 'RMSE against clean targets', 2], // about 4 for guessing the mean
    ['synthetic', 'synthetic', 'MSE', 0.4], // 0.49 for guessing the mean
    ['frequencies', 'frequencies', 'MSE, 0 to 9 Hz', 0.6], // about 0.3 for guessing 0: too short a run for more
  ])(
    'of %s learns something in seconds',
    async (name, experiment, metric, bound) => {
      const { printed, rows } = await smoke(name)
      const row = rows.find((one) => one.experiment === experiment && one.metric === metric)!
      expect(row.seeds).toEqual([1])
      expect(row.command).toBe(`pnpm timeseries ${name} --preset smoke --out ${name} --results kept`)
      expect(row.mean).toBeGreaterThan(0)
      expect(row.mean).toBeLessThan(bound)
      expect(printed).toMatch(/\(paper|Hz/)
      expect(existsSync(join(folder, name, 'report.html'))).toBe(true)
    },
    90_000,
  )

  it('of the spirals has errors against noisy targets beside those against clean ones', async () => {
    const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept', 'spirals.json'), 'utf8'))
    const [clean, noisy] = ['spirals/clean', 'spirals/noisy'].map(
      (experiment) => rows.find((row) => row.experiment === experiment)!.mean,
    )
    // Noise of 0.1 that the model has not seen adds its variance.
    expect(noisy! ** 2 - clean! ** 2).toBeCloseTo(0.01, 2)
  })

  it('with --dry-run is described, and nothing is trained', async () => {
    const printed = await runApp(folder, 'synthetic', '--preset', 'smoke', '--dry-run', '--out', 'dry')
    expect(printed).toMatch(/^synthetic: pre-training, resolved:/)
    expect(printed).toMatch(/^memory {6}[\d.]+ MB/m)
    expect(existsSync(join(folder, 'dry'))).toBe(false)
  }, 60_000)
})

describe('the paper’s presets', () => {
  it('are Tables 14, 15, 19 and 20', () => {
    expect(pendulumPresets.paper).toMatchObject({
      data: { train: 2000, valid: 1000, test: 1000 },
      model: { dModel: 60, heads: 2, depth: 2, feedForward: 30, head: 'cls' },
      training: { learningRate: 3e-4, batchSize: 16, epochs: 50, warmupSteps: 1000, select: 'last' },
    })
    expect(spiralPresets.paper.pretraining).toMatchObject({ learningRate: 3e-4, batchSize: 32, maskRatio: 0.6 })
    expect(syntheticPresets.paper.pretraining).toMatchObject({ learningRate: 1e-3, batchSize: 8, epochs: 50 })
  })
})

describe('the films of the pendulum', () => {
  it('have pixels of mean 0 and variance 1 by their own scale', () => {
    const { train } = films({ train: 10, valid: 0, test: 0 }, 1)
    const { mean, std } = pixelScale(train)
    const pixels = train.flatMap(({ frames }) => Array.from(frames, (pixel) => (pixel / 255 - mean) / std))
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    expect(sum(pixels) / pixels.length).toBeCloseTo(0, 6)
    expect(sum(pixels.map((value) => value ** 2)) / pixels.length).toBeCloseTo(1, 6)
    expect(mean).toBeCloseTo(0.25, 1)
  })
})

describe('thinnedSamples', () => {
  it('leaves as many points as show 3 to 10 at the mask ratio, anew each time, as they were', async () => {
    const points = Array.from({ length: 50 }, (_, index) => index)
    const series = fromGrid({ id: 'a', times: points, values: [points.map((point) => 10 * point)] })
    const { sample, tokenCounts } = thinnedSamples([series], 0.8)
    expect(tokenCounts).toEqual([50])
    const lengths = new Set<number>()
    for (let seed = 0; seed < 200; seed++) {
      const { times, values } = (await sample(0, createRandom(seed))).channels[0]!
      lengths.add(times.length)
      expect(values).toEqual(times.map((time) => 10 * time))
    }
    expect([...lengths].sort((a, b) => a - b)).toEqual([15, 20, 25, 30, 35, 40, 45, 50])
  })
})
