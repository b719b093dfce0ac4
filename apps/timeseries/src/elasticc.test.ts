import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ResultRow } from '@romae/app-common'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { openElasticc } from '@romae/datasets'
import { beforeAll, describe, expect, it } from 'vitest'
import { curvesOf, someCurves } from './elasticc/curves.ts'
import { compressFlux } from './elasticc/flux.ts'
import { elasticcPresets } from './elasticc/settings.ts'
import { elasticcVariants } from './elasticc/variants.ts'
import { writeLightCurves } from './testing/elasticc-file.ts'
import { runApp, spawnApp, tryApp } from './testing/run-app.ts'

const folder = await temporaryFolder()
let path: string
const classes = ['AGN', 'KN', 'SLSN']

beforeAll(async () => {
  await mkdir(join(folder, 'atat'))
  path = join(folder, 'atat', 'elasticc_final.h5')
  await writeLightCurves(path, classes.length, { train: 50, valid: 6, test: 12 })
  const numbers = Object.fromEntries(classes.map((name, number) => [name, number]))
  await writeFile(join(folder, 'atat', 'dict_classes.json'), JSON.stringify(numbers))
})

describe('elasticc', () => {
  const words = ['elasticc', '--data', 'atat', '--preset', 'smoke', '--out', 'run', '--results', 'kept']
  const rowsKept = async (): Promise<ResultRow[]> =>
    JSON.parse(await readFile(join(folder, 'kept', 'elasticc.json'), 'utf8'))

  it('goes from ATAT’s file to rows of the table that are far above chance', async () => {
    const printed = await spawnApp(folder, ...words)
    const rows = await rowsKept()
    expect(rows.map(({ experiment, metric }) => [experiment, metric])).toEqual([
      ['elasticc', 'macro F1, tiny-shallow, all photometry'],
      ['elasticc', 'accuracy, tiny-shallow, all photometry'],
    ])
    for (const { mean, seeds } of rows) {
      expect(mean).toBeGreaterThan(0.6)
      expect(seeds).toEqual([1])
    }
    expect(rows[0]!.published).toEqual({
      'Transformer (alert)': '0.5256',
      'ATAT, light curves only (alert)': '0.6270',
      'RoMAE (paper)': '0.7106',
    })
    expect(printed).toContain('0.7106')
    const report = await readFile(join(folder, 'run', 'report.html'), 'utf8')
    for (const part of ['Confusion matrix', 'Pre-training: loss', 'Fine-tuning: macro F1', ...classes]) {
      expect(report).toContain(part)
    }
    expect((await readdir(join(folder, 'run', 'tiny-shallow'))).sort()).toEqual(['finetuning', 'pretraining'])
  }, 120_000)

  it('with --resume takes what is done, and gives the same', async () => {
    const [before] = await rowsKept()
    const printed = await runApp(folder, ...words, '--resume')
    expect(printed).toContain('pre-training: already done')
    expect((await rowsKept())[0]!.values).toEqual(before!.values)
  }, 120_000)

  it('with --dry-run describes both runs, and trains nothing', async () => {
    const printed = await runApp(folder, 'elasticc', '--data', 'atat', '--preset', 'smoke', '--dry-run', '--out', 'dry')
    expect(printed).toMatch(/^elasticc: pre-training, resolved:/)
    expect(printed).toMatch(/^elasticc: fine-tuning, resolved:/m)
    expect(await readdir(folder)).not.toContain('dry')
  }, 120_000)

  it.each([
    ['no --data', [], /FULL_ELASTICC_TRAIN\.tar .*elasticc_final\.h5 .*ATAT.*dict_classes\.json.*--data/],
    ['a folder without the file', ['--data', '.'], /elasticc is not in .*elasticc_final\.h5.*FULL_ELASTICC_TRAIN\.tar/],
  ])(
    'says in one line what is wrong with %s',
    async (_, more, message) => {
      const { code, stderr } = await tryApp(folder, 'elasticc', '--preset', 'smoke', '--dry-run', ...more)
      expect(code).toBe(1)
      expect(stderr).toMatch(message)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    },
    120_000,
  )
})

describe('elasticcVariants', () => {
  it.each([
    ['all', 'RoMAE (paper)', ['0.8029', '0.7106'], 66],
    ['alert', 'RoMAE (authors’ later README)', ['0.7205', '0.6649'], 48],
  ])('of %s photometry take it, and have the figures that are of it', async (photometry, column, figures, tokens) => {
    const assignments = [`data.photometry=${photometry}`, 'finetuning.classWeights=none']
    const variants = await elasticcVariants('smoke', join(folder, 'atat'), ['tiny', 'tiny-shallow'], assignments)
    expect(variants.map(({ published }) => published)).toEqual(
      ['tiny', 'tiny-shallow'].map((size, index) => ({
        [`macro F1, ${size}, ${photometry} photometry`]: expect.objectContaining({ [column]: figures[index] }),
      })),
    )
    const trial = await variants[1]!.trial(1)
    for (const { plan } of await trial.plans()) expect(plan.buckets.map(({ length }) => length)).toEqual([tokens])
    expect(variants.map(({ settings }) => settings.model)).toMatchObject([{ size: 'tiny' }, { size: 'tiny-shallow' }])
  })
})

it('the weights of the reference are for 20 classes, and the size is no setting', async () => {
  const variants = (...assignments: string[]) =>
    elasticcVariants('smoke', join(folder, 'atat'), ['tiny-shallow'], assignments)
  const [variant] = await variants('finetuning.classWeights=reference')
  const trial = await variant!.trial(1)
  await expect(trial.plans()).rejects.toThrowRomae('TRAINER_OPTION')
  await expect(variants('model.size=tiny')).rejects.toThrowRomae('APP_SETTING_UNKNOWN', { key: 'model.size' })
})

describe('the curves of a split', () => {
  const data = { ...elasticcPresets.cpu.data, train: 7, valid: 0, test: null }

  it('are at most so many of each class by the seed, in the file’s order, and of the split alone', async () => {
    const file = await openElasticc(path)
    const chosen = curvesOf(file, 'train', data, 1)
    for (const name of classes) expect(chosen.labels.filter((label) => label === name)).toHaveLength(7)
    expect(chosen.rows).toEqual(chosen.rows.slice().sort())
    const training = new Set(file.rows('train'))
    expect([...chosen.rows].every((row) => training.has(row))).toBe(true)
    expect(curvesOf(file, 'train', data, 1).rows).toEqual(chosen.rows)
    expect(curvesOf(file, 'train', data, 2).rows).not.toEqual(chosen.rows)
    expect(chosen.read(3).label).toBe(chosen.labels[3])
    expect(curvesOf(file, 'valid', data, 1).rows).toHaveLength(0)
    expect(curvesOf(file, 'test', data, 1).rows).toEqual(file.rows('test'))
    expect(someCurves(chosen, 3).map(({ id }) => id)).toEqual([0, 7, 14].map((index) => chosen.read(index).id))
    file.close()
  })
})

describe('compressFlux', () => {
  it('is linear for faint fluxes, logarithmic for bright ones, and carries errors along', () => {
    const values = Float64Array.of(-0.01, 0, 0.01, 1e5, 1e6)
    const channels = [{ times: Float64Array.of(1, 2, 3, 4, 5), values, extras: [new Float64Array(5).fill(1e-3)] }]
    const { values: flux, extras } = compressFlux({ id: 'a', channels }, 10).channels[0]!
    expect(flux[0]).toBeCloseTo(-0.001, 8)
    expect(flux[2]).toBeCloseTo(0.001, 8)
    expect(flux[4]! - flux[3]!).toBeCloseTo(Math.log(10), 6)
    const slope = (Math.asinh((1e5 + 1e-3) / 10) - Math.asinh(1e5 / 10)) / 1e-3
    expect(extras![0]![3]! / 1e-3 / slope).toBeCloseTo(1, 3)
  })
})

describe('the paper’s preset', () => {
  it('is Table 18', () => {
    expect(elasticcPresets.paper).toMatchObject({
      data: { fold: 0, photometry: 'all', flux: 'raw', train: null, test: null },
      tokenizer: { standardize: 'none', timeUnit: 1 },
      pretraining: {
        learningRate: 6.4e-3,
        batchSize: 16_384,
        epochs: 200,
        clipNorm: 10,
        warmupSteps: 2000,
        maskRatio: 0.75,
      },
      finetuning: {
        learningRate: 8e-4,
        batchSize: 4096,
        epochs: 25,
        clipNorm: 10,
        warmupSteps: 2000,
        hiddenDropout: 0.2,
        attentionDropout: 0.2,
        stochasticDepth: 0.2,
        labelSmoothing: 0,
        classWeights: 'reference',
        select: 'last',
      },
    })
  })
})
