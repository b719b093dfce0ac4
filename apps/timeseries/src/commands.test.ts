import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { timeseries } from '@romae/timeseries'
import { loadPipeline } from '@romae/trainer/node'
import { beforeAll, describe, expect, it } from 'vitest'
import { labelledCsv } from './testing/labelled-csv.ts'
import { runApp, spawnApp, tryApp } from './testing/run-app.ts'

const folder = await temporaryFolder()
const columns = ['--time', 'time', '--id', 'id', '--value', 'sine', 'cosine']
const smoke = ['--preset', 'smoke']

beforeAll(async () => {
  await writeFile(join(folder, 'waves.csv'), labelledCsv(20))
  await writeFile(join(folder, 'new.csv'), labelledCsv(4, 100))
  await spawnApp(folder, 'pretrain', 'waves.csv', ...columns, ...smoke, '--set', 'pretraining.steps=4', '--out', 'pre')
  const tuning = ['--from', 'pre', '--label', 'kind', '--set', 'finetuning.steps=12', '--out', 'fine', '--seeds', '2']
  await spawnApp(folder, 'finetune', 'waves.csv', ...smoke, ...tuning)
}, 120_000)

const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8')
const json = async (...path: string[]) => JSON.parse(await read(...path))
const runFiles = ['checkpoint', 'config.json', 'environment.json', 'metrics.jsonl', 'plan.json', 'report.html']
const csv = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(','))

describe('pretrain', () => {
  it('leaves a run’s folder', async () => {
    expect((await readdir(join(folder, 'pre'))).sort()).toEqual([...runFiles, 'results.json'])
    const config = await json('pre', 'config.json')
    expect(config).toMatchObject({ task: 'pretraining', training: { steps: 4, seed: 1 }, data: { samples: 20 } })
    expect(config.experiment.data).toMatchObject({ time: 'time', channels: ['sine', 'cosine'] })
    expect((await json('pre', 'environment.json'))[0].command).toMatch(
      /^pnpm timeseries pretrain waves.csv --time time/,
    )
    expect(await read('pre', 'report.html')).toContain('wave-0: sine')
  })
})

describe('finetune', () => {
  it('holds samples out, and gives mean and standard deviation over seeds', async () => {
    expect((await readdir(join(folder, 'fine'))).sort()).toEqual(['results.json', 'seed-1', 'seed-2'])
    expect((await readdir(join(folder, 'fine', 'seed-2'))).sort()).toEqual(runFiles)
    const { figures, runs } = await json('fine', 'results.json')
    const accuracies = runs.map((run: { figures: { accuracy: number } }) => run.figures.accuracy)
    expect(runs.map(({ seed }: { seed: number }) => seed)).toEqual([1, 2])
    expect(figures.accuracy.mean).toBeCloseTo((accuracies[0] + accuracies[1]) / 2, 12)
    expect(figures.accuracy.std).toBeCloseTo(Math.abs(accuracies[0] - accuracies[1]) / Math.SQRT2, 12)
    const confusion: number[][] = runs[0].metrics.confusion
    expect(confusion.map((row) => row.reduce((sum, count) => sum + count))).toEqual([2, 2])
    expect(await json('fine', 'seed-1', 'config.json')).toMatchObject({
      data: { samples: 16 },
      classes: ['fast', 'slow'],
    })
  })

  it('gives each model a card with its figures, whose lines of use work, and which stays as its author changed it', async () => {
    const place = ['fine', 'seed-2', 'checkpoint'] as const
    const card = await read(...place, 'README.md')
    const { accuracy } = (await json('fine', 'results.json')).runs[1].figures
    expect(card).toContain(`| accuracy | ${accuracy.toPrecision(4)} |`)
    expect(card).toContain('Channels: `sine`, `cosine`.')
    expect(card).toContain('Classes: `fast`, `slow`.')
    const [, call] = /await loadPipeline\('(\w+)', 'FOLDER', \{ modalities: \[timeseries\] \}\)/.exec(card)!
    const pipeline = await loadPipeline(call as 'classify', join(folder, ...place), { modalities: [timeseries] })
    await pipeline.dispose()
    await writeFile(join(folder, ...place, 'README.md'), 'license: mine')
    const again = ['--from', 'pre', '--label', 'kind', '--set', 'finetuning.steps=12', '--out', 'fine', '--seeds', '2']
    await runApp(folder, 'finetune', 'waves.csv', ...smoke, ...again, '--resume')
    expect(await read(...place, 'README.md')).toBe('license: mine')
  })

  it('ends with the model that a part of the training samples finds best', async () => {
    const training = ['--label', 'kind', '--set', 'finetuning.epochs=40', '--set', 'finetuning.learningRate=0.03']
    const choosing = ['--validation', '0.25', '--patience', '3', '--metric', 'accuracy', '--out', 'chosen']
    await runApp(folder, 'finetune', 'waves.csv', ...columns, ...smoke, ...training, ...choosing)
    const { data, evaluation } = await json('chosen', 'config.json')
    expect(data.samples).toBe(12) // of 20, 4 are for the test and 4 of the rest to choose by
    expect(evaluation).toMatchObject({ metric: 'accuracy', patience: 3, select: 'best', every: 'epoch' })
    const events = (await read('chosen', 'metrics.jsonl'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const evaluations = events.filter(({ type }) => type === 'evaluation')
    const values: number[] = evaluations.map(({ metrics }) => metrics.accuracy)
    const end = events.at(-1)
    expect(end).toMatchObject({ type: 'finish', reason: 'patience' })
    expect(end.modelStep).toBe(evaluations[values.indexOf(Math.max(...values))].step)
    expect(evaluations.at(-1).step).toBe(end.step)
    const { metrics } = (await json('chosen', 'results.json')).runs[0]
    expect(metrics.confusion.flat().reduce((sum: number, count: number) => sum + count)).toBe(4)
  })

  it('drops time stamps in training where asked, and keeps how tokens are made for later commands', async () => {
    const tokens = ['--set', 'tokenizer.transform=asinh', '--set', 'tokenizer.relativeValues=true']
    const training = [...tokens, '--label', 'kind', '--set', 'finetuning.steps=3']
    const lastLoss = async (out: string, ...dropping: string[]) => {
      await runApp(folder, 'finetune', 'waves.csv', ...columns, ...smoke, ...training, ...dropping, '--out', out)
      const events = (await read(out, 'metrics.jsonl')).trim().split('\n')
      return events
        .map((line) => JSON.parse(line))
        .filter(({ type }) => type === 'step')
        .at(-1).loss
    }
    const whole = await lastLoss('whole')
    expect(whole).toBeGreaterThan(0)
    expect(await lastLoss('dropping', '--set', 'data.augment.dropTimes=0.5')).not.toBe(whole)
    const { tokenizer } = await json('dropping', 'config.json')
    expect(tokenizer.options).toMatchObject({ transform: ['asinh', 'asinh'], relativeValues: true })
    expect(csv(await runApp(folder, 'classify', 'new.csv', '--model', 'dropping'))).toHaveLength(5)
  })

  it('chooses a regression by other files', async () => {
    const regression = ['--label', 'frequency', '--set', 'finetuning.task=regression', '--set', 'finetuning.epochs=2']
    const choosing = ['--validation-data', 'new.csv', '--out', 'by-files']
    await runApp(folder, 'finetune', 'waves.csv', ...columns, ...smoke, ...regression, ...choosing)
    expect(await json('by-files', 'config.json')).toMatchObject({
      data: { samples: 16 },
      evaluation: { metric: 'loss', select: 'best', data: { samples: 4 } },
    })
  })

  it.each([
    [['--validation', '1.5'], /argument '1.5' is invalid/],
    [['--patience', '3'], /--patience has no effect without --validation .*\[APP_VALIDATION\]/],
    [['--validation', '0.001'], /none for validation: .*another --validation.*\[APP_NOTHING_LEFT\]/],
    [['--validation', '0.2', '--metric', 'f1'], /evaluation: metric must be one of .*got "f1"/],
  ])('refuses %j', async (words, message) => {
    const command = ['finetune', 'waves.csv', ...columns, ...smoke, '--label', 'kind', '--dry-run']
    const { code, stderr } = await tryApp(folder, ...command, ...words)
    expect(code).toBe(1)
    expect(stderr).toMatch(message)
  })

  it('says which sample has no label', async () => {
    const { code, stderr } = await tryApp(folder, 'finetune', 'waves.csv', ...columns, ...smoke)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: training: "wave-0" has no label.*\[APP_NO_LABELS\]\n$/)
  })
})

describe('a model', () => {
  const model = ['--model', 'fine/seed-1']

  it('classifies new files, read as its own were, with their ids', async () => {
    const rows = csv(await spawnApp(folder, 'classify', 'new.csv', ...model))
    expect(rows[0]).toEqual(['id', 'class', 'p(fast)', 'p(slow)'])
    expect(rows.slice(1).map(([id]) => id)).toEqual(['wave-100', 'wave-101', 'wave-102', 'wave-103'])
    for (const [, label, fast, slow] of rows.slice(1)) {
      expect(Number(fast) + Number(slow)).toBeCloseTo(1, 5)
      expect(label).toBe(Number(fast) > Number(slow) ? 'fast' : 'slow')
    }
  })

  it('embeds, into a file', async () => {
    const printed = await spawnApp(folder, 'embed', 'new.csv', '--model', 'pre', '--out', 'embeddings.csv')
    expect(printed).toContain(join(folder, 'embeddings.csv'))
    const rows = csv(await read('embeddings.csv'))
    expect(rows.map((row) => row.length)).toEqual([181, 181, 181, 181, 181])
  })

  it('is evaluated on labelled files', async () => {
    await spawnApp(folder, 'evaluate', 'new.csv', ...model, '--out', 'evaluation')
    const { metrics } = await json('evaluation', 'results.json')
    expect(metrics.confusion.flat().reduce((sum: number, count: number) => sum + count)).toBe(4)
    expect(await read('evaluation', 'report.html')).toContain('Confusion matrix')
  })

  it.each([
    ['classify', 'pre', 'APP_WRONG_TASK', /classify does not fit the model in .*pre, which is of pre-training/],
    ['regress', 'fine/seed-1', 'APP_WRONG_TASK', /which is of classification/],
    ['embed', 'none', 'APP_NO_MODEL', /there is no such folder/],
    ['embed', '.', 'APP_NO_MODEL', /experiment.json is missing/],
  ])('%s refuses %s', async (command, from, code, message) => {
    const { code: exit, stderr } = await tryApp(folder, command, 'new.csv', '--model', from)
    expect(exit).toBe(1)
    expect(stderr).toContain(code)
    expect(stderr).toMatch(message)
  })

  it('predicts numbers, in their own unit', async () => {
    const task = ['--label', 'frequency', '--set', 'finetuning.task=regression', '--set', 'finetuning.steps=60']
    const channels = ['--time', 'time', '--id', 'id', '--value', 'sine', 'cosine']
    await runApp(folder, 'finetune', 'waves.csv', ...channels, ...smoke, ...task, '--out', 'regression')
    const { figures } = await json('regression', 'results.json')
    expect(figures.RMSE.mean).toBeLessThan(0.4) // 0.6 is the labels' standard deviation
    const rows = csv(await spawnApp(folder, 'regress', 'new.csv', '--model', 'regression'))
    expect(rows[0]).toEqual(['id', 'prediction'])
    for (const [, value] of rows.slice(1)) expect(Math.abs(Number(value) - 0.9)).toBeLessThan(1.2)
  })
})

describe('--dry-run', () => {
  it('prints settings and sizes, and writes nothing', async () => {
    const words = ['pretrain', 'waves.csv', ...columns, '--out', 'dry', '--dry-run', '--set', 'pretraining.epochs=3']
    const printed = await runApp(folder, ...words)
    expect(printed).toMatch(/"maskRatio": 0.75/)
    expect(printed).toMatch(/parameters {2}[\d,]{9}\n/)
    expect(printed).toMatch(/steps {7}3 \(3 epochs\)/)
    expect(printed).toMatch(/operations {2}[\d.]+ GFLOP a step/)
    expect(printed).toMatch(/memory {6}[\d.]+ MB/)
    expect(existsSync(join(folder, 'dry'))).toBe(false)
  })
})

describe('--set', () => {
  it.each([
    ['pretraining.epoch=3', /there is no setting "pretraining.epoch" \(did you mean "pretraining.epochs"\?\)/],
    ['pretraining.epochs=many', /pretraining.epochs must be an integer of at least 1; got "many"/],
    ['pretraining.epochs=0', /epochs must be an integer of at least 1; got "0"/],
  ])('refuses %s', async (assignment, message) => {
    const { code, stderr } = await tryApp(folder, 'pretrain', 'waves.csv', ...columns, '--set', assignment)
    expect(code).toBe(1)
    expect(stderr).toMatch(message)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('--verbose', () => {
  it('says what is compiled, and how long that takes', async () => {
    const { stderr } = await tryApp(folder, 'embed', 'new.csv', '--model', 'pre', '--verbose')
    expect(stderr).toMatch(/engine: onnxruntime-node [\d.]+ on cpu, \d+ threads/)
    expect(stderr).toMatch(/compiled embedding \(values batch×length×2, .*\): \d+ nodes, weights embedded, in [\d.]+ s/)
  })
})
