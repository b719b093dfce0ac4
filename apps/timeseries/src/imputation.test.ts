import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createRandom } from '@romae/core'
import { createEngine } from '@romae/engine'
import { observationTokenizer } from '@romae/timeseries'
import { baselines, kalman } from '@romae/timeseries/baselines'
import { loadModel, type PretrainedModel } from '@romae/trainer/node'
import { describe, expect, it } from 'vitest'
import { imputationTask } from './imputation/data-set.ts'
import { openDataSet } from './imputation/data-sets.ts'
import { errorsOfFilling } from './imputation/errors-of-filling.ts'
import { fillByBaseline } from './imputation/fill-by-baseline.ts'
import { fillByModel } from './imputation/fill-by-model.ts'
import { type Hidden, hiddenPlaces, hideValues } from './imputation/hide-values.ts'
import { conformalFigures, gaussianFigures } from './imputation/intervals-of-filling.ts'
import { readNpy, writeNpy } from './imputation/npy.ts'
import { physioNetHours } from './imputation/physionet-hours.ts'
import { imputationSettings } from './imputation/settings.ts'
import { seriesOf, type Windows, windowsOf, withValues } from './imputation/windows.ts'
import { physioNetRecord } from './testing/physionet-record.ts'
import { runApp, tryApp } from './testing/run-app.ts'

const folder = await temporaryFolder()
const gap = Number.NaN

const windows = (values: readonly number[], steps: number, channels = ['a', 'b']): Windows => ({
  count: values.length / steps / channels.length,
  steps,
  channels,
  values: Float32Array.from(values),
})
const waves = (count: number): Windows => {
  const steps = 24
  const values = Array.from({ length: count * steps }, (_, row) => [Math.sin(row / 3), Math.cos(row / 5)]).flat()
  return windows(values, steps)
}

describe('windows', () => {
  it('begin every stride, are whole, and have NaN where a channel has no value', () => {
    const series = {
      id: 'one',
      channels: [
        { times: Float64Array.of(0, 1, 2, 3, 4, 5, 6), values: Float64Array.of(0, 1, 2, 3, 4, 5, 6) },
        { times: Float64Array.of(2, 6), values: Float64Array.of(20, 60) },
      ],
    }
    const cut = windowsOf([series], ['a', 'b'], { steps: 3, stride: 2, length: 7 })
    expect(cut).toEqual(windows([0, gap, 1, gap, 2, 20, 2, 20, 3, gap, 4, gap, 4, gap, 5, gap, 6, 60], 3))
    const [, , third] = seriesOf(cut, 'window')
    expect(third!.channels.map(({ name, values }) => [name, [...values]])).toEqual([
      ['a', [4, 5, 6]],
      ['b', [gap, gap, 60]],
    ])
  })
})

describe('hidden values', () => {
  it('are about as many as the rate says, of those that are observed, and the same for a seed', () => {
    const truth = waves(100)
    truth.values.fill(gap, 0, 2400)
    const hidden = hideValues(truth, 0.1, 1, 'test')
    const places = hiddenPlaces(hidden)
    expect(places.every((place) => place >= 2400)).toBe(true)
    expect(places.length / 2400).toBeCloseTo(0.1, 1)
    expect(hiddenPlaces(hideValues(truth, 0.1, 1, 'test'))).toEqual(places)
    expect(hiddenPlaces(hideValues(truth, 0.1, 2, 'test'))).not.toEqual(places)
    expect(hiddenPlaces(hideValues(truth, 0.1, 1, 'validation'))).not.toEqual(places)
  })
})

describe('errors', () => {
  it('are those of PyPOTS, of hidden values alone', () => {
    const truth = windows([1, -2, gap, 4, 5, 6], 3)
    const hidden: Hidden = { truth, seen: withValues(truth, Float32Array.of(1, gap, gap, gap, 5, 6)) }
    const errors = errorsOfFilling(hidden, Float32Array.of(9, -1, 9, 1, 9, 9))
    expect(errors).toEqual({ MAE: 2, RMSE: Math.sqrt((1 + 9) / 2), MRE: 4 / 6 })
  })
})

describe('intervals', () => {
  const random = createRandom(5)
  const steps = 20
  const truth = windows(
    Array.from({ length: 600 * steps * 2 }, () => random.normal()),
    steps,
  )
  const hidden = hideValues(truth, 0.3, 1, 'test')
  // The second channel is three times as far off, to one side more than to the other.
  const off = (place: number) => {
    const noise = random.normal()
    return place % 2 === 0 ? noise : 3 * (noise > 0 ? 2 * noise : noise)
  }
  const filled = truth.values.map((value, place) => value - off(place))

  it('of other gaps hold what they promise, in all and in gaps of each length with values enough', () => {
    const figures = conformalFigures(hidden, { filled, widths: null }, 1)
    const within = Object.entries(figures).filter(([name]) => name.startsWith('within'))
    expect(within.map(([name]) => name)).toEqual([
      'within',
      'within, gaps of 1',
      'within, gaps of 2–3',
      'within, gaps of 4–8',
    ])
    for (const [, share] of within) expect(Math.abs(share - 0.9)).toBeLessThan(0.035)
    expect(figures.Winkler).toBeGreaterThan(figures.width!)
    // The width of each channel is its own: 3.29 of the first; of the other 3 times 1.645 times 1 and 2.
    expect(figures.width! / ((3.29 + 3 * 1.645 * 3) / 2)).toBeCloseTo(1, 0)
    const few = { truth: withValues(truth, truth.values), seen: withValues(truth, truth.values.slice()) }
    few.seen.values.fill(gap, 0, 4)
    expect(conformalFigures(few, { filled, widths: null }, 1)).toEqual({})
  })

  it('of a method’s own normal distributions are theirs, right or wrong', () => {
    const one = { filled: new Float32Array(filled.length), widths: widthsOf(1) }
    const own = gaussianFigures(hidden, one, 1)
    expect(Math.abs(own.within! - 0.9)).toBeLessThan(0.02)
    expect(own.width).toBeCloseTo(3.29, 2)
    // Of a standard normal distribution that is right: 1 / √π.
    expect(own.CRPS).toBeCloseTo(0.564, 1)
    expect(conformalFigures(hidden, one, 1).CRPS! / own.CRPS!).toBeCloseTo(1, 1)
    const wide = gaussianFigures(hidden, { ...one, widths: widthsOf(3) }, 1)
    expect(wide.within).toBeGreaterThan(0.99)
    expect(wide.CRPS).toBeGreaterThan(own.CRPS! + 0.1)
  })

  function widthsOf(width: number) {
    const all = new Float32Array(filled.length).fill(width)
    return { below: all, above: all }
  }
})

describe('the weather of two cities', () => {
  it('is whole, divided in time', async () => {
    const { channels, lengths, split } = await openDataSet('weather', null, null)
    const { train, validation, test } = split(1)
    expect([channels.length, train.length, validation.length, test.length]).toEqual([4, 2, 2, 2])
    expect(lengths).toEqual({ train: 547, validation: 184, test: 730 })
    for (const part of ['train', 'validation', 'test'] as const) {
      for (const series of split(1)[part]) {
        for (const { times } of series.channels) expect([times[0], times.at(-1)]).toEqual([0, lengths[part] - 1])
      }
    }
  })
})

describe('a baseline', () => {
  const truth = waves(30)
  const hidden = hideValues(truth, 0.1, 1, 'test')
  const task = { train: waves(60), validation: hidden, test: hidden }

  it.each(baselines.map((method) => [method.name, method] as const))('%s gives every value a number', (_, method) => {
    const { filled } = fillByBaseline(method, task)
    expect(filled.every(Number.isFinite)).toBe(true)
    expect(errorsOfFilling(hidden, filled).MAE).toBeLessThan(0.9)
  })

  it('is told nothing of what is hidden, and leaves the training mean where it knows nothing', () => {
    const other = {
      ...task,
      test: {
        ...hidden,
        truth: withValues(
          truth,
          truth.values.map((value) => value + 1),
        ),
      },
    }
    expect(fillByBaseline(kalman, other)).toEqual(fillByBaseline(kalman, task))
    const empty = withValues(
      truth,
      truth.values.map(() => gap),
    )
    expect(fillByBaseline(kalman, { ...task, test: { truth, seen: empty } }).filled.every((value) => value === 0)).toBe(
      true,
    )
  })
})

describe('arrays for NumPy', () => {
  const array = { shape: [2, 1, 3], values: Float32Array.of(1, gap, -3.5, 4, 5, 6) }

  it('are read as they were written, and begin at a multiple of 64 bytes', () => {
    const bytes = writeNpy(array)
    expect(readNpy(Buffer.concat([new Uint8Array(3), bytes]).subarray(3))).toEqual(array)
    expect(bytes.length % 64).toBe(24)
    expect(Buffer.from(bytes).subarray(0, 73).toString('latin1')).toBe(
      "\x93NUMPY\x01\x00\x76\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 3,), }",
    )
  })

  it.each([
    ['no array', new Uint8Array(100)],
    ['another order', Buffer.from(Buffer.from(writeNpy(array)).toString('latin1').replace('False', 'True '), 'latin1')],
    ['too few numbers', writeNpy(array).subarray(0, -4)],
  ])('are refused: %s', (_, bytes) => {
    expect(() => readNpy(bytes)).toThrow(/array/)
  })
})

describe('impute-benchmark', () => {
  const words = (...more: string[]) => [
    'impute-benchmark',
    'physionet2012',
    '--data',
    'stays',
    '--preset',
    'smoke',
    ...more,
  ]

  it('goes from records to a table of methods, and does nothing twice', async () => {
    await mkdir(join(folder, 'stays'))
    for (let id = 1001; id <= 1040; id++) await writeFile(join(folder, 'stays', `${id}.txt`), physioNetRecord(id))
    // Of one hour: left out.
    await writeFile(join(folder, 'stays', '1.txt'), physioNetRecord(1).split('\n').slice(0, 4).join('\n'))
    const { channels, split } = await physioNetHours(join(folder, 'stays'))
    const { train, validation, test } = split(1)
    expect([channels.length, train.length, validation.length, test.length]).toEqual([37, 26, 6, 8])
    expect([...train[0]!.channels[channels.indexOf('HR')]!.times]).toEqual(
      Array.from({ length: 12 }, (_, hour) => hour),
    )

    const run = words('--out', 'run', '--methods', 'linear', 'romae')
    await runApp(folder, ...run, '--results', 'kept')
    const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'kept', 'impute-benchmark.json'), 'utf8'))
    expect(rows.map(({ experiment, metric }) => `${experiment} ${metric}`)).toEqual(
      ['linear', 'romae'].flatMap((method) =>
        ['MAE', 'RMSE', 'MRE', 'CPU s'].map((metric) => `impute/physionet2012/${method} ${metric}`),
      ),
    )
    expect(rows.every(({ mean }) => Number.isFinite(mean) && mean > 0)).toBe(true)
    const page = await readFile(join(folder, 'kept', 'impute-benchmark.md'), 'utf8')
    expect(page).toContain('| experiment | MAE | RMSE | MRE | CPU s | seeds |')
    expect(page).toContain('| physionet2012: RoMAE | ')
    const report = await readFile(join(folder, 'run', 'report.html'), 'utf8')
    for (const text of ['MRE</th>', 'Test window 1: HR', 'Loss</h2>']) expect(report).toContain(text)

    const again = await runApp(folder, ...run, '--resume', '--results', 'again')
    expect(again).toContain('romae: pre-training: already done')
    const resumed: ResultRow[] = JSON.parse(await readFile(join(folder, 'again', 'impute-benchmark.json'), 'utf8'))
    const errorsOf = (some: readonly ResultRow[]) =>
      some.filter(({ metric }) => metric !== 'CPU s').map(({ values }) => values)
    expect(errorsOf(resumed)).toEqual(errorsOf(rows))
    const other = await tryApp(folder, ...run, '--resume', '--set', 'data.missing=0.2')
    expect(other.stderr).toMatch(/holds another run: data is/)
  }, 120_000)

  it('measures intervals beside the smoother’s own, of what comes with the package', async () => {
    const given = ['impute-benchmark', 'weather', '--preset', 'smoke', '--out', 'weather', '--set', 'data.stride=24']
    const methods = ['--methods', 'kalman', 'kalman-gaussian', 'romae', '--set', 'model.likelihood.kind=quantiles']
    await runApp(folder, ...given, ...methods, '--results', 'sure')
    const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'sure', 'impute-benchmark.json'), 'utf8'))
    for (const method of ['kalman', 'kalman-gaussian', 'romae']) {
      const figure = (name: string) =>
        rows.find(({ experiment, metric }) => experiment === `impute/weather/${method}` && metric === name)!
      expect(Math.abs(figure('within').mean - 0.9)).toBeLessThan(0.1)
      expect(Math.abs(figure('within, gaps of 1').mean - 0.9)).toBeLessThan(0.1)
      expect(figure('CRPS').mean).toBeLessThan(figure('MAE').mean)
      expect(figure('Winkler').mean).toBeGreaterThan(figure('width').mean)
    }
  }, 120_000)

  it('shows its model nothing of what is hidden', async () => {
    const data = await physioNetHours(join(folder, 'stays'))
    const { test } = imputationTask(data, imputationSettings('physionet2012', 'smoke').data, 1)
    const model = (await loadModel(join(folder, 'run', 'romae', 'checkpoint'))) as PretrainedModel
    const tokenizer = observationTokenizer.fromJSON(model.tokenizer)
    const engine = await createEngine()
    const places = hiddenPlaces(test)
    const other = test.truth.values.slice()
    for (const place of places) other[place] = 100
    const [{ filled }, { filled: same }] = [
      await fillByModel(model, tokenizer, test, engine),
      await fillByModel(model, tokenizer, { ...test, truth: withValues(test.truth, other) }, engine),
    ]
    await engine.dispose()
    expect(same).toEqual(filled)
    expect(new Set(places.map((place) => filled[place])).size).toBeGreaterThan(places.length / 2)
    const known = [...filled.keys()].filter((place) => !Number.isNaN(test.seen.values[place]))
    expect(known.every((place) => filled[place] === test.seen.values[place])).toBe(true)
  })

  it.each([
    [['impute-benchmark', 'etth2'], /there is no data set etth2; there are weather, physionet2012, nyc-weather, etth1/],
    [['impute-benchmark', 'etth1'], /etth1 needs --data, z_etth.txt of the Python package imputegap, or --peer/],
    [['impute-benchmark', 'physionet2012'], /physionet2012 needs --data, set-a as .tar.xz/],
    [words('--preset', 'paper'), /the paper fills no such gaps/],
  ])('refuses %s', async (given, message) => {
    expect((await tryApp(folder, ...given)).stderr).toMatch(message)
  })

  it('trains PyPOTS’ models on the same arrays', async (context) => {
    const python = process.env.PYPOTS_PYTHON
    if (python === undefined) context.skip('needs PYPOTS_PYTHON, of `pnpm bench peer FOLDER --pypots`')
    const given = words('--out', 'peers', '--methods', 'saits', 'brits', '--peer', python!)
    expect(await runApp(folder, ...given)).toMatch(/physionet2012: BRITS \(PyPOTS\) \| \d/)
    const { runs } = JSON.parse(await readFile(join(folder, 'peers', 'results.json'), 'utf8'))
    const [{ metrics, figures }] = runs['impute/physionet2012/saits']
    expect(metrics).toMatchObject({ parameters: expect.any(Number), versions: expect.stringContaining('PyPOTS 1.') })
    expect(figures.MAE).toBeLessThan(2)
    const days = ['impute-benchmark', 'weather', '--preset', 'smoke', '--out', 'days', '--methods', 'saits']
    await runApp(folder, ...days, '--peer', python!)
    const daily = JSON.parse(await readFile(join(folder, 'days', 'results.json'), 'utf8'))
    expect(Math.abs(daily.runs['impute/weather/saits'][0].figures.within - 0.9)).toBeLessThan(0.1)
  }, 600_000)

  it('says what a peer lacks', async () => {
    await expect(async () => openDataSet('etth1', null, process.execPath)).rejects.toThrow(/has no package imputegap/)
    const { stderr } = await tryApp(folder, ...words('--out', 'peer', '--methods', 'saits', '--peer', process.execPath))
    expect(stderr).toMatch(/cannot train PyPOTS’ models: .*bad option.*; pnpm bench peer/)
  }, 60_000)
})
