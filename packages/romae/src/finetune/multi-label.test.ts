import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { beforeAll, describe, expect, it } from 'vitest'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

/** Series that are high, quick, both or neither; of every sixth it is not known whether it is quick. */
function series(count: number, first = 0): { indicated: string; separated: string; bare: string } {
  const indicated = ['id,time,x,high,quick']
  const separated = ['id,time,x,labels']
  const bare = ['id,time,x']
  for (let index = first; index < first + count; index++) {
    const [high, quick] = [index % 2, Math.floor(index / 2) % 2]
    const names = [...(high === 1 ? ['high'] : []), ...(quick === 1 ? ['quick'] : [])]
    for (let time = 0; time < 12; time++) {
      const x = 3 * high + Math.sin((quick === 1 ? 2 : 0.3) * time + index)
      indicated.push(`s${index},${time},${x},${high}.0,${index % 6 === 5 ? '' : quick}`)
      separated.push(`s${index},${time},${x},${names.join('; ')}`)
      bare.push(`s${index},${time},${x}`)
    }
  }
  return { indicated: indicated.join('\n'), separated: separated.join('\n'), bare: bare.join('\n') }
}

const columns = ['--id', 'id', '--time', 'time', '--value', 'x']
const ofIndicated = [...columns, '--labels', 'quick', 'high']
const brief = ['--preset', 'smoke', '--set', 'finetuning.epochs=30', '--set', 'finetuning.learningRate=0.005']

let folder: string
beforeAll(async () => {
  const [train, test] = [series(48), series(16, 100)]
  folder = await temporaryFolder({
    'train.csv': train.indicated,
    'test.csv': test.indicated,
    'separated.csv': train.separated,
    'separated-test.csv': test.separated,
    'bare.csv': test.bare,
  })
  const validated = ['--validation', '0.25', '--metric', 'macroF1', '--out', 'run']
  const said = await runRomae(
    folder,
    'finetune',
    'train.csv',
    ...ofIndicated,
    '--test',
    'test.csv',
    ...brief,
    ...validated,
  )
  expect(said).toContain('was chosen for each on the validation samples')
  expect(said).toMatch(/\n {2}mean average precision {2}[01]\.\d{4} {3}95 %: /)
}, 120_000)

const jsonOf = async (path: string) => JSON.parse(await readFile(join(folder, path), 'utf8'))

describe('multi-label classification', { timeout: 120_000 }, () => {
  it('learns columns of 1 and 0, with classes in their order and thresholds by the validation samples', async () => {
    const { classes, multiLabel, formatVersion } = await jsonOf('run/checkpoint/romae.json')
    expect([classes, multiLabel, formatVersion]).toEqual([['quick', 'high'], true, 4])
    const { thresholds } = await jsonOf('run/checkpoint/thresholds.json')
    expect(Object.keys(thresholds)).toEqual(classes)
    const { figures } = await jsonOf('run/results.json')
    expect(Object.keys(figures)).toEqual([
      'macro F1',
      'micro F1',
      'exact match',
      'mean average precision',
      'macro AUROC',
    ])
    const card = await readFile(join(folder, 'run/checkpoint/README.md'), 'utf8')
    expect(card).toContain("const classifyMultiLabel = await loadPipeline('classifyMultiLabel', 'FOLDER'")
    const report = await readFile(join(folder, 'run/report.html'), 'utf8')
    expect(report).toContain('Each class by itself')
    expect(report).toContain('by which F1 was highest on the validation samples')
  })

  it('is evaluated as its run read files, and classifies by the same thresholds', async () => {
    const evaluated = JSON.parse(
      await runRomae(folder, 'evaluate', 'test.csv', '--model', 'run', '--out', 'evaluated', '--json'),
    )
    const { metrics } = (await jsonOf('run/results.json')).runs[0]
    expect(evaluated.metrics).toEqual(metrics)
    // Of s101, s107 and s113 nobody knows whether they are quick.
    expect(evaluated.metrics.byClass.map(({ known }: { known: number }) => known)).toEqual([13, 16])
    expect(evaluated.intervals['macro F1'][0]).toBeLessThanOrEqual(evaluated.figures['macro F1'])
    expect(evaluated.metrics.byClass[1].f1).toBeGreaterThan(0.9)
    const [header, ...rows] = (await runRomae(folder, 'classify', 'bare.csv', '--model', 'run')).trim().split('\n')
    expect(header).toBe('id,labels,p(quick),p(high)')
    const { thresholds } = await jsonOf('run/checkpoint/thresholds.json')
    for (const row of rows) {
      const [, labels, quick, high] = row.split(',') as [string, string, string, string]
      const expected = [Number(quick) >= thresholds.quick && 'quick', Number(high) >= thresholds.high && 'high']
      expect(labels).toBe(expected.filter(Boolean).join(';'))
    }
    expect(rows).toHaveLength(16)
  })

  it('learns one column of several names in folds, with an empty cell for none', async () => {
    const asked = [...columns, '--label', 'labels', '--label-separator', ';', '--folds', '3', '--out', 'folds']
    const short = ['--preset', 'smoke', '--set', 'finetuning.epochs=1']
    const { runs } = JSON.parse(await runRomae(folder, 'finetune', 'separated.csv', ...asked, ...short, '--json'))
    expect(runs).toHaveLength(3)
    const [header, ...rows] = (await readFile(join(folder, 'folds/predictions.csv'), 'utf8')).trim().split('\n')
    expect(header).toBe('id,fold,label,labels,p(high),p(quick)')
    expect(rows).toHaveLength(48)
    const found = JSON.parse(
      await runRomae(folder, 'evaluate', 'separated-test.csv', '--model', 'folds/fold-1', '--out', 'one', '--json'),
    )
    expect(found.metrics.thresholds).toEqual({ high: 0.5, quick: 0.5 })
    expect(found.metrics.byClass.map(({ positives }: { positives: number }) => positives)).toEqual([8, 8])
  })

  it('inspects labels one by one', async () => {
    const said = await runRomae(
      folder,
      'inspect',
      'separated.csv',
      ...columns,
      '--label',
      'labels',
      '--label-separator',
      ';',
    )
    expect(said).toMatch(/labels +2, of which a sample may have several or none: high \(24\), quick \(24\)/)
  })

  it.each([
    [
      'cells that are neither 1 nor 0',
      ['separated.csv', ...columns, '--labels', 'labels'],
      'separated.csv:14:4: column "labels" says of each series whether it is of that class, and must be 1, 0 or empty; got "high"',
    ],
    [
      'one label and several',
      ['train.csv', ...columns, '--label', 'high', '--labels', 'quick'],
      'labels cannot be given beside label',
    ],
    [
      'a separator of no column',
      ['train.csv', ...columns, '--label-separator', ';'],
      '--label-separator has no effect',
    ],
    [
      'a classification of one class',
      ['train.csv', ...ofIndicated, '--set', 'finetuning.task=classification'],
      'the task classification cannot be: it takes one class of each sample',
    ],
    [
      'several labels where each has one',
      ['train.csv', ...columns, '--label', 'high', '--set', 'finetuning.task=multi-label'],
      'the task multi-label cannot be',
    ],
  ])('refuses %s', async (_, words, said) => {
    const { code, stderr } = await tryRomae(folder, 'finetune', ...words)
    expect([code, stderr]).toEqual([1, expect.stringContaining(said)])
  })

  it('refuses a probe, which is for one class of each', async () => {
    const { stderr } = await tryRomae(folder, 'probe', 'train.csv', '--model', 'run')
    expect(stderr).toContain('APP_LABEL_SETS')
  })

  it('refuses a class that training has not, and thresholds that are not the model’s', async () => {
    await writeFile(join(folder, 'other.csv'), series(4).separated.replaceAll('high', 'low'))
    const asked = ['other.csv', '--model', 'folds/fold-1', '--out', 'other']
    const unknown = await tryRomae(folder, 'evaluate', ...asked)
    expect(unknown.stderr).toContain('APP_UNKNOWN_CLASS')
    const file = join(folder, 'folds/fold-2/checkpoint/thresholds.json')
    await writeFile(file, JSON.stringify({ version: 1, thresholds: { high: 2, quick: 0.5 } }))
    const wrong = await tryRomae(folder, 'classify', 'bare.csv', '--model', 'folds/fold-2')
    expect(wrong.stderr).toMatch(/threshold of "high" must be a number from 0 to 1; got 2.*APP_THRESHOLDS/s)
  })
})
