import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { expect, it } from 'vitest'
import { type ResultRow, resultRow, saveResults } from '../index.ts'

const session = { command: 'pnpm timeseries uea LSST --seeds 2', elapsedSeconds: () => 61.4 }
const text = { name: 'uea', title: 'UEA', notes: ['With 30 % dropped.'] }

function row(experiment: string, ...values: number[]): ResultRow {
  const results = values.map((value, index) => ({ seed: index + 1, value }))
  return resultRow({ experiment, metric: 'accuracy', results, published: { S5: '0.6389' } }, session)
}

async function folderOfTest(): Promise<string> {
  const folder = await temporaryFolder()
  return folder
}

it('writes rows with mean, deviation, seeds and command, and a page with what is published beside', async () => {
  const folder = await folderOfTest()
  await saveResults(folder, text, [row('uea/LSST', 0.6, 0.7)])
  const [saved] = JSON.parse(await readFile(join(folder, 'uea.json'), 'utf8'))
  expect(saved).toMatchObject({
    experiment: 'uea/LSST',
    metric: 'accuracy',
    mean: expect.closeTo(0.65, 12),
    std: expect.closeTo(0.1 / Math.SQRT2, 12),
    seeds: [1, 2],
    command: session.command,
    values: [0.6, 0.7],
    seconds: 61,
  })
  const page = await readFile(join(folder, 'uea.md'), 'utf8')
  expect(page).toContain('# UEA\n\nWith 30 % dropped.\n')
  expect(page).toContain('| experiment | metric | here | seeds | S5 |\n')
  expect(page).toContain('| uea/LSST | accuracy | 0.6500 ± 0.0707 | 1, 2 | 0.6389 |\n')
  expect(page).toContain('- uea/LSST: `pnpm timeseries uea LSST --seeds 2` (1 min 01 s; ')
})

it('has metrics side by side where the page is wide', async () => {
  const folder = await folderOfTest()
  const rowOf = (experiment: string, metric: string, ...values: number[]) => ({ ...row(experiment, ...values), metric })
  const rows = [
    { ...rowOf('fill/line', 'MAE', 0.5, 0.7), label: 'a line' },
    { ...rowOf('fill/line', 'CPU s', 12, 12), label: 'a line' },
    rowOf('fill/mean', 'MAE', 0.9),
    rowOf('classes', 'accuracy', 0.7),
  ]
  await saveResults(folder, { ...text, layout: 'wide' }, rows)
  const page = await readFile(join(folder, 'uea.md'), 'utf8')
  expect(page).toContain(
    '| experiment | MAE | CPU s | seeds |\n| --- | --- | --- | --- |\n' +
      '| a line | 0.6000 ± 0.1414 | 12.00 ± 0.00 | 1, 2 |\n| fill/mean | 0.9000 |  | 1 |\n\n' +
      // What is measured otherwise has a table of its own.
      '| experiment | accuracy | seeds |\n| --- | --- | --- |\n| classes | 0.7000 | 1 |\n',
  )
})

it('says of a resumed command that its time is that of the last part', async () => {
  const folder = await folderOfTest()
  await saveResults(folder, text, [{ ...row('uea/LSST', 0.6), command: `${session.command} --resume` }])
  expect(await readFile(join(folder, 'uea.md'), 'utf8')).toContain('--resume` (1 min 01 s since it was resumed; ')
})

it('says of a resumed command how long the steps took in all, where that is known of every seed', async () => {
  const folder = await folderOfTest()
  const resumed = { ...session, command: `${session.command} --resume` }
  const pageOf = async (...times: { readonly trainingTime?: number }[]) => {
    const results = times.map((time, index) => ({ seed: index + 1, value: 0.6, ...time }))
    await saveResults(folder, text, [resultRow({ experiment: 'uea/LSST', metric: 'accuracy', results }, resumed)])
    return readFile(join(folder, 'uea.md'), 'utf8')
  }
  const both = await pageOf({ trainingTime: 70_000 }, { trainingTime: 50_000 })
  expect(both).toContain('--resume` (1 min 01 s since it was resumed, 2 min 00 s of steps in all; ')
  expect(await pageOf({ trainingTime: 70_000 }, {})).toContain('--resume` (1 min 01 s since it was resumed; ')
})

it('replaces the row of the same experiment, and keeps the others', async () => {
  const folder = await folderOfTest()
  await saveResults(folder, text, [row('uea/LSST', 0.5), row('uea/Epilepsy', 0.9)])
  await saveResults(folder, text, [row('uea/LSST', 0.6)])
  const rows: ResultRow[] = JSON.parse(await readFile(join(folder, 'uea.json'), 'utf8'))
  expect(rows.map(({ experiment, mean, std }) => [experiment, mean, std])).toEqual([
    ['uea/LSST', 0.6, null],
    ['uea/Epilepsy', 0.9, null],
  ])
})

it('keeps a bar in a name from ending its cell', async () => {
  const folder = await folderOfTest()
  await saveResults(folder, text, [{ ...row('range/100', 0.5), metric: 'mean |error|' }])
  expect(await readFile(join(folder, 'uea.md'), 'utf8')).toContain('| range/100 | mean \\|error\\| | 0.5000 |')
})

it('shows small figures with three digits', async () => {
  const folder = await folderOfTest()
  await saveResults(folder, text, [row('positions/base-cls', 0.003118, 0.002)])
  expect(await readFile(join(folder, 'uea.md'), 'utf8')).toContain('| 0.002559 ± 0.000791 |')
})

it.each(['{}', '[{"experiment":"a"}]', '[{'])('leaves a file alone that holds something else: %s', async (contents) => {
  const folder = await folderOfTest()
  const path = join(folder, 'uea.json')
  await writeFile(path, contents)
  await expect(saveResults(folder, text, [row('uea/LSST', 0.6)])).rejects.toThrowRomae('APP_NOT_RESULTS', { path })
  expect(await readFile(path, 'utf8')).toBe(contents)
})

it('keeps all rows of several commands at the same time', async () => {
  const folder = await folderOfTest()
  const names = ['a', 'b', 'c', 'd']
  await Promise.all(names.map((name) => saveResults(folder, { ...text, name: 'list' }, [row(name, 1)])))
  const rows = JSON.parse(await readFile(join(folder, 'list.json'), 'utf8')) as { experiment: string }[]
  expect(rows.map(({ experiment }) => experiment).sort()).toEqual(names)
  expect((await readdir(folder)).sort()).toEqual(['list.json', 'list.md'])
})
