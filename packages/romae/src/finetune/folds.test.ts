import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { heldSamples } from '../samples/sample-list.ts'
import { foldSplits } from '../splits/divide.ts'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

/** Slow and fast waves, 24 of them of twelve people, who have both. */
function waves(): string {
  const lines = ['id,time,x,label,person,speed']
  for (let series = 0; series < 24; series++) {
    const [label, rate] = series % 2 === 0 ? ['slow', 0.3] : ['fast', 1.5]
    for (let time = 0; time < 12; time++) {
      lines.push(`s${series},${time},${Math.sin(rate * time + series)},${label},p${series >> 1},${rate}`)
    }
  }
  return `${lines.join('\n')}\n`
}
const columns = ['--id', 'id', '--time', 'time', '--value', 'x']
const brief = ['--preset', 'smoke', '--set', 'finetuning.epochs=2']

interface Rows {
  readonly [column: string]: string
}
function rowsOf(csv: string): Rows[] {
  const [header, ...lines] = csv
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  return lines.map((cells) => Object.fromEntries(header!.map((name, index) => [name, cells[index]!])))
}

describe('finetune --folds', { timeout: 120_000 }, () => {
  it('tests every sample once, by a model of the others; a person is in one fold', async () => {
    const folder = await temporaryFolder({ 'waves.csv': waves() })
    const asked = [
      'waves.csv',
      ...columns,
      '--label',
      'label',
      '--group',
      'person',
      ...brief,
      '--folds',
      '3',
      '--out',
      'run',
    ]
    const result = JSON.parse(await runRomae(folder, 'finetune', ...asked, '--json'))
    expect(result.runs).toHaveLength(3)
    const rows = rowsOf(await readFile(join(folder, 'run/predictions.csv'), 'utf8'))
    expect(new Set(rows.map(({ id }) => id)).size).toBe(24)
    expect(rows).toHaveLength(24)
    const foldsOf = new Map<string, Set<string>>()
    for (const { id, fold } of rows) {
      const person = `p${Number(id!.slice(1)) >> 1}`
      foldsOf.set(person, (foldsOf.get(person) ?? new Set()).add(fold!))
    }
    expect([...foldsOf.values()].map(({ size }) => size)).toEqual(Array.from({ length: 12 }, () => 1))
    // What is written for each sample is what the folds' figures are made of.
    for (const [fold, { figures }] of result.runs.entries()) {
      const own = rows.filter((row) => row.fold === String(fold + 1))
      const right = own.filter((row) => row.class === row.label).length
      expect(right / own.length).toBeCloseTo(figures.accuracy, 10)
    }
    const { figures, folds } = JSON.parse(await readFile(join(folder, 'run/results.json'), 'utf8'))
    const accuracies = result.runs.map((run: { figures: { accuracy: number } }) => run.figures.accuracy)
    expect(figures.accuracy.mean).toBeCloseTo(accuracies.reduce((sum: number, one: number) => sum + one, 0) / 3, 10)
    expect(figures.accuracy.std).not.toBeNull()
    expect(folds).toBe(3)
    const report = await readFile(join(folder, 'run/report.html'), 'utf8')
    expect(report).toContain('On 24 samples, each by the model that has not seen it')
    // Goes on where it was: folds that are done are taken, one that is gone is trained again to the same.
    await rm(join(folder, 'run/fold-2'), { recursive: true })
    const again = await runRomae(folder, 'finetune', ...asked, '--resume')
    expect(again.match(/already done/g)).toHaveLength(2)
    expect(rowsOf(await readFile(join(folder, 'run/predictions.csv'), 'utf8'))).toEqual(rows)
    // Each fold's model is one that other commands take.
    const scored = await runRomae(folder, 'classify', 'waves.csv', '--model', 'run/fold-3')
    expect(scored).toContain('s23')
  })

  it('averages errors of numbers', async () => {
    const folder = await temporaryFolder({ 'waves.csv': waves() })
    const asked = ['waves.csv', ...columns, '--label', 'speed', '--set', 'finetuning.task=regression', ...brief]
    const { runs } = JSON.parse(await runRomae(folder, 'finetune', ...asked, '--folds', '2', '--out', 'run', '--json'))
    const rows = rowsOf(await readFile(join(folder, 'run/predictions.csv'), 'utf8'))
    for (const [fold, { figures }] of runs.entries()) {
      const own = rows.filter((row) => row.fold === String(fold + 1))
      const errors = own.map(({ label, prediction }) => Math.abs(Number(label) - Number(prediction)))
      expect(errors.reduce((sum, one) => sum + one, 0) / own.length).toBeCloseTo(figures.MAE, 6)
    }
  })

  it('refuses what does not go with it, and too many folds', async () => {
    const folder = await temporaryFolder({ 'waves.csv': waves() })
    const refused = async (...more: string[]) => {
      const all = ['waves.csv', ...columns, '--label', 'label', '--group', 'person', ...brief, '--out', 'run', ...more]
      const { code, stderr } = await tryRomae(folder, 'finetune', ...all)
      expect(code).toBe(1)
      return stderr
    }
    expect(await refused('--folds', '3', '--held-out', '0.5')).toContain('--held-out has no effect beside --folds')
    expect(await refused('--folds', '3', '--seeds', '2')).toContain('--seeds has no effect beside --folds')
    expect(await refused('--folds', '1')).toContain('an integer of at least 2')
    expect(await refused('--folds', '13')).toContain('has 12 groups, too few for --folds 13')
  })
})

describe('foldSplits', () => {
  it('takes validation from the training part, of each class the same part, and never from a group in the test', async () => {
    const count = 60
    const set = {
      samples: heldSamples(Array.from({ length: count }, (_, index) => index)),
      ids: Array.from({ length: count }, (_, index) => `s${index}`),
      labels: Array.from({ length: count }, (_, index) => (index % 3 === 0 ? 'rare' : 'common')),
      keys: { groups: Array.from({ length: count }, (_, index) => `g${index >> 1}`) },
      data: {},
    }
    const { splits } = await foldSplits(set, { folds: 5, validation: 0.25 }, { seed: 1, by: 'class' }, 'numbers')
    expect(splits.flatMap(({ test }) => test.set.ids).sort()).toEqual([...set.ids].sort())
    for (const { train, validation, test } of splits) {
      const groups = [train, validation!, test].map(({ keys }) => new Set(keys.groups))
      for (const [one, other] of [
        [0, 1],
        [0, 2],
        [1, 2],
      ] as const) {
        for (const group of groups[one]!) expect(groups[other]!.has(group)).toBe(false)
      }
      expect(train.set.ids.length + validation!.set.ids.length + test.set.ids.length).toBe(count)
      expect(test.set.labels.filter((label) => label === 'rare')).toHaveLength(4)
      expect(validation!.set.ids.length).toBeGreaterThanOrEqual(10)
    }
  })
})
