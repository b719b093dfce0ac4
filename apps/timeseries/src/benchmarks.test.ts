import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { generateSpirals } from '@romae/datasets'
import { createRandom } from '@romae/internal/random'
import { fromGrid } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { rowsOf } from './ablation/parts.ts'
import { frequencyVariant } from './frequencies/variant.ts'
import { exampleCharts } from './interpolation/examples.ts'
import { type Film, films, mirrored, pixelScale } from './pendulum/frames.ts'
import { pendulumPresets } from './pendulum/settings.ts'
import { formulaError } from './spirals/formula-estimate.ts'
import { spiralPresets } from './spirals/settings.ts'
import { syntheticPresets } from './synthetic/settings.ts'
import { thinnedSamples } from './synthetic/thinned.ts'
import { runApp, spawnApp, tryApp } from './testing/run-app.ts'

const folder = await temporaryFolder()

async function smoke(name: string): Promise<{ printed: string; rows: readonly ResultRow[] }> {
  const printed = await spawnApp(folder, name, '--preset', 'smoke', '--out', name, '--results', 'kept')
  return { printed, rows: JSON.parse(await readFile(join(folder, 'kept', `${name}.json`), 'utf8')) }
}

describe('the smoke preset', () => {
  it.each([
    ['pendulum', 'pendulum', 'MSE x 1e-3, per element', 300, 'Test film 4'], // 464 for guessing the mean
    ['spirals', 'spirals/clean', 'RMSE against clean targets', 2, 'Test spiral 4'], // about 4 for guessing the mean
    ['synthetic', 'synthetic', 'MSE', 0.4, 'Test curve 4'], // 0.49 for guessing the mean
    // About 0.3 for guessing 0: too short a run for more.
    ['frequencies', 'frequencies', 'MSE, 0 to 9 Hz', 0.6, 'Test series of 20 Hz'],
  ])(
    'of %s learns something in seconds',
    async (name, experiment, metric, bound, example) => {
      const { printed, rows } = await smoke(name)
      const row = rows.find((one) => one.experiment === experiment && one.metric === metric)!
      expect(row.seeds).toEqual([1])
      expect(row.command).toBe(`pnpm timeseries ${name} --preset smoke --out ${name} --results kept`)
      expect(row.mean).toBeGreaterThan(0)
      expect(row.mean).toBeLessThan(bound)
      expect(printed).toMatch(/\(paper|Hz/)
      const report = await readFile(join(folder, name, 'report.html'), 'utf8')
      for (const heading of [example, 'Loss', 'Learning rate']) expect(report).toContain(`<h2>${heading}</h2>`)
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
    const seenClean = rows.find(({ metric }) => metric === 'the same where seen points are clean too')!
    expect(seenClean).toMatchObject({ experiment: 'spirals/clean', mean: expect.closeTo(clean!, 1) })
    expect(seenClean.mean).not.toBe(clean)
  })

  it('with --dry-run is described, and nothing is trained', async () => {
    const printed = await runApp(folder, 'synthetic', '--preset', 'smoke', '--dry-run', '--out', 'dry')
    expect(printed).toMatch(/^synthetic: pre-training, resolved:/)
    expect(printed).toMatch(/^memory {6}[\d.]+ MB/m)
    expect(existsSync(join(folder, 'dry'))).toBe(false)
  }, 60_000)
})

describe('ablation', () => {
  it('runs a table without the parts, with each, and with all', async () => {
    const brief = ['--preset', 'smoke', '--set', 'pretraining.steps=10', '--set', 'pretraining.evaluateEvery=10']
    const printed = await runApp(folder, 'ablation', 'synthetic', ...brief, '--out', 'ablation', '--results', 'kept')
    const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept', 'ablation.json'), 'utf8'))
    expect(rows.map(({ label, metric }) => [label, metric])).toEqual(
      ['as in the paper', 'rotations fitted'].flatMap((part) => [
        [`synthetic: ${part}`, 'MSE'],
        [`synthetic: ${part}`, 'MSE against clean targets'],
      ]),
    )
    expect(rows[0]!.mean).not.toBe(rows[2]!.mean)
    expect(printed).toContain('| synthetic: rotations fitted |')
    const { settings } = JSON.parse(await readFile(join(folder, 'ablation', 'results.json'), 'utf8'))
    expect(settings['ablation/synthetic/none'].model.rotations).toBe('reference')
    expect(settings['ablation/synthetic/rotations'].model.rotations).toBe('fitted')
    expect(existsSync(join(folder, 'ablation', 'rotations', 'report.html'))).toBe(false)
    expect(existsSync(join(folder, 'ablation', 'rotations', 'checkpoint'))).toBe(true)
  }, 60_000)

  it('takes all parts in where all are asked for, and each alone', () => {
    expect(rowsOf(['channels', 'rotations']).map(({ key, assignments }) => [key, ...assignments])).toEqual([
      ['none', 'model.channels=position', 'model.rotations=reference'],
      ['channels', 'model.channels=embedding', 'model.rotations=reference'],
      ['rotations', 'model.channels=position', 'model.rotations=fitted'],
      ['all', 'model.channels=embedding', 'model.rotations=fitted'],
    ])
  })

  it('knows its tables by name', async () => {
    const { stderr } = await tryApp(folder, 'ablation', 'syntetic')
    expect(stderr).toContain('there is no table syntetic to take apart; there are synthetic, spirals')
  })
})

describe('frequencies', () => {
  it('has square waves and cycloids beside the sines', async () => {
    const waveforms = ['--waveforms', 'square', 'cycloid', 'sine']
    const printed = await runApp(folder, 'frequencies', '--preset', 'smoke', '--dry-run', ...waveforms)
    expect(printed.match(/^frequencies.*(?=: pre-training, resolved:$)/gm)).toEqual([
      'frequencies/square',
      'frequencies/cycloid',
      'frequencies',
    ])
    const [square, cycloid] = (['square', 'cycloid'] as const).map((name) => frequencyVariant('cpu', name, []))
    expect([square, cycloid].map((variant) => variant!.settings.data)).toMatchObject([
      { waveform: 'square', train: 10_000 },
      { waveform: 'cycloid', train: 10_000 },
    ])
  }, 60_000)
})

describe('exampleCharts', () => {
  // Two curves of three points, of one number: the middle one is hidden.
  const curves = {
    count: 2,
    length: 3,
    times: Float64Array.of(0, 1, 2),
    clean: Float32Array.of(0, 0, 0, 10, 20, 30),
    noisy: Float32Array.of(0, 0, 0, 11, 21, 31),
    mask: Uint8Array.of(0, 1, 0, 0, 1, 0),
  }
  const shown = [{ curve: 1, heading: 'The second' }]
  const error = { clean: 0, noisy: 0, count: 1 }

  it('shows a curve over time: without noise, what was seen, and what is predicted', () => {
    const errors = [0, 1].map(() => ({ ...error, predicted: [Float64Array.of(11, 22, 31)] }))
    const [chart] = exampleCharts(curves, errors, shown, { x: 'time', y: 'value' })
    expect(chart!.series.map(({ label, x, y }) => [label, [...(x as number[])], [...(y as number[])]])).toEqual([
      ['without noise', [0, 1, 2], [10, 20, 30]],
      ['seen', [0, 2], [11, 31]],
      ['predicted', [1], [22]],
    ])
  })

  it('shows a curve of two numbers in their plane', () => {
    const plane = { ...curves, count: 1, clean: curves.clean, noisy: Float32Array.of(1, 2, 3, 4, 5, 6) }
    const errors = [{ ...error, predicted: [Float64Array.of(1, 8, 5), Float64Array.of(2, 9, 6)] }]
    const [chart] = exampleCharts(plane, errors, [{ curve: 0, heading: 'one' }], { x: 'x', y: 'y' })
    expect(chart!.series.slice(1).map(({ x, y }) => [x, y])).toEqual([
      [
        [1, 5],
        [2, 6],
      ],
      [[8], [9]],
    ])
  })
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

describe('a mirrored film', () => {
  // Of many pixels, which `toEqual` compares one by one.
  const sameBytes = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

  /** How far the light of a frame lies to the right, times the sine: positive where picture and angle agree. */
  function agreement({ frames, size, targets }: Film): number {
    return frames.reduce((sum, pixel, index) => {
      return sum + pixel * ((index % size) - (size - 1) / 2) * targets[2 * Math.floor(index / size ** 2)]!
    }, 0)
  }

  it('is of a pendulum at the opposite angles', () => {
    const { train } = films({ train: 40, valid: 0, test: 0 }, 1)
    expect(train.reduce((sum, film) => sum + agreement(film), 0)).toBeGreaterThan(1e6)
    for (const film of train) {
      const other = mirrored(film)
      expect(sameBytes(other.frames, film.frames)).toBe(false)
      const { frames, ...rest } = film
      const { frames: twice, ...restTwice } = mirrored(other)
      expect(restTwice).toEqual(rest)
      expect(sameBytes(twice, frames)).toBe(true)
      expect(other.targets[1]).toBe(film.targets[1])
      expect(agreement(other)).toBeCloseTo(agreement(film), 3)
    }
  })
})

describe('the error of who knows the spirals’ formula', () => {
  it('is below that of least squares on two unknowns, 0.1 √(2 / 60), and less without noise', () => {
    const spirals = (noise: number) => generateSpirals({ seed: 1, train: 1, validation: 1, test: 400, noise }).test
    expect(formulaError(spirals(0.1))).toBeLessThan(0.1 * Math.sqrt(2 / 60))
    expect(formulaError(spirals(0.1))).toBeGreaterThan(0.014)
    expect(formulaError(spirals(0))).toBeLessThan(0.01)
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
