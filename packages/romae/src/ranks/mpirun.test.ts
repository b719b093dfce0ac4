import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Running } from '@romae/build/app'
import { bundleScript } from '@romae/build/bundle-script'
import { startRanks, whyNoMpirun } from '@romae/build/mpirun'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { runRomae, tryRomae } from '../testing/run-romae.ts'

const absence = whyNoMpirun()
/** Series of six to ten rows. */
const rows = Array.from({ length: 24 }, (_, series) =>
  Array.from({ length: 6 + (series % 5) }, (_, row) => `${series},${row},${Math.sin(series + row)}`),
)
const settings = ['model.size=16x2x1', 'model.decoder=16x2x1', 'pretraining.batchSize=6', 'pretraining.lengthBuckets=2']
const set = settings.flatMap((setting) => ['--set', setting])
const words = ['pretrain', 'rows.csv', '--time', 't', '--id', 'id', '--preset', 'smoke', ...set]

let folder: string
let main: string
beforeAll(async () => {
  const labelled = rows.map((series, index) => series.map((row) => `${row},${index % 2 === 0 ? 'even' : 'odd'}`))
  folder = await temporaryFolder({
    'rows.csv': `id,t,v\n${rows.flat().join('\n')}\n`,
    'labelled.csv': `id,t,v,label\n${labelled.flat().join('\n')}\n`,
  })
  main = await bundleScript(new URL('../main.ts', import.meta.url))
})

const start = (count: number, more: readonly string[], first: readonly string[] = words) =>
  startRanks(count, [process.execPath, main, ...first, '--distributed', ...more], { cwd: folder })

/** Asks a run to stop once it has saved a later step. @returns the last step that it saved */
async function stoppedAfter(step: number, { child, ended }: Running): Promise<number> {
  const training = join(folder, 'stopped/training')
  const steps = async () =>
    (await readdir(training)).filter((name) => /^step-\d+$/.test(name)).map((name) => Number(name.slice(5)))
  await vi.waitUntil(async () => (await steps().catch(() => [])).some((one) => one > step), { timeout: 120_000 })
  child.kill('SIGUSR1')
  const { code, stderr } = await ended
  expect({ code, stderr }).toMatchObject({ code: 138 })
  expect(stderr.match(/stopped after step \d+ of/g)).toHaveLength(1)
  // No lock is left.
  expect((await readdir(training)).filter((name) => name.startsWith('.'))).toEqual([])
  return Math.max(...(await steps()))
}

const cellsOf = (table: string) => table.split(/[\n,]/)
/** Where cells are not the same, they are numbers that differ little. */
function expectAlike(table: string, other: string): void {
  const others = cellsOf(other)
  for (const [place, cell] of cellsOf(table).entries()) {
    if (cell !== others[place]) expect(Number(cell)).toBeCloseTo(Number(others[place]), 4)
  }
}
const model = (run: string) => readFile(join(folder, run, 'checkpoint/model.safetensors'))

describe('ranks of mpirun', { timeout: 240_000 }, () => {
  it('train one model, byte for byte that of two micro-batches, and speak as one', async (context) => {
    if (absence !== null) context.skip(absence)
    const brief = ['--set', 'pretraining.epochs=2']
    const { code, stdout, stderr } = await start(2, [...brief, '--out', 'both', '--json']).ended
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ seed: 1 }] })
    expect(stderr.match(/step (\d+) of \1,/g)).toHaveLength(1)
    await runRomae(folder, ...words, ...brief, '--out', 'parts', '--set', 'pretraining.gradientAccumulationSteps=2')
    expect((await model('both')).equals(await model('parts'))).toBe(true)
    expect(await readdir(join(folder, 'both'))).toEqual(await readdir(join(folder, 'parts')))
    // Done already: any number takes it.
    const again = await start(3, [...brief, '--out', 'both', '--resume']).ended
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('already done')])
  })

  it('predict what one process does, and one of them writes it', async (context) => {
    if (absence !== null) context.skip(absence)
    const brief = ['--set', 'pretraining.epochs=1', '--out', 'used']
    await runRomae(folder, ...words, ...brief)
    const embed = ['embed', 'rows.csv', '--time', 't', '--id', 'id', '--model', 'used']
    const { code, stdout, stderr } = await start(3, ['--mpi-ordered', '--out', 'together.csv'], embed).ended
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stdout.match(/24 rows in/g)).toHaveLength(1)
    const together = await readFile(join(folder, 'together.csv'), 'utf8')
    expect((await start(2, [], embed).ended).stdout).toBe(together)
    // It computes with more threads.
    const alone = await runRomae(folder, ...embed)
    expectAlike(together, alone)
  })

  it('test each fold, by the models of two micro-batches', async (context) => {
    if (absence !== null) context.skip(absence)
    const small = ['model.size=16x2x1', 'finetuning.batchSize=6', 'finetuning.epochs=1'].flatMap((one) => [
      '--set',
      one,
    ])
    const finetune = ['finetune', 'labelled.csv', '--time', 't', '--id', 'id', '--label', 'label', '--preset', 'smoke']
    const folds = [...small, '--folds', '3']
    const { code, stdout, stderr } = await start(2, [...folds, '--out', 'folds', '--json'], finetune).ended
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const { runs } = JSON.parse(stdout)
    expect(runs).toHaveLength(3)
    const parts = ['--set', 'finetuning.gradientAccumulationSteps=2']
    await runRomae(folder, ...finetune, ...folds, ...parts, '--out', 'folds-alone')
    for (const fold of ['fold-1', 'fold-2', 'fold-3']) {
      expect((await model(`folds/${fold}`)).equals(await model(`folds-alone/${fold}`))).toBe(true)
    }
    const [together, alone] = await Promise.all(
      ['folds', 'folds-alone'].map((run) => readFile(join(folder, run, 'predictions.csv'), 'utf8')),
    )
    expect(together!.split('\n')).toHaveLength(25 + 1)
    expectAlike(together!, alone!)
    expect(await readdir(join(folder, 'folds'))).toEqual(await readdir(join(folder, 'folds-alone')))
    // Done already: any number takes them.
    const again = await start(3, [...folds, '--out', 'folds', '--resume'], finetune).ended
    expect({ code: again.code, stderr: again.stderr }).toMatchObject({ code: 0 })
    expect(again.stdout.match(/already done/g)).toHaveLength(3)
  })

  it('draw one map of what they embed', async (context) => {
    if (absence !== null) context.skip(absence)
    const brief = ['--set', 'pretraining.epochs=1', '--out', 'mapped']
    await runRomae(folder, ...words, ...brief)
    const embed = ['embed', 'rows.csv', '--time', 't', '--id', 'id', '--model', 'mapped']
    const wanted = (name: string) => ['--out', `${name}.csv`, '--report', `${name}.html`]
    const { code, stderr } = await start(2, wanted('map'), embed).ended
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stderr.match(/report {2}.*map\.html/g)).toHaveLength(1)
    await runRomae(folder, ...embed, ...wanted('map-alone'))
    const [map, alone] = await Promise.all(
      ['map', 'map-alone'].map((name) => readFile(join(folder, `${name}.html`), 'utf8')),
    )
    for (const page of [map!, alone!]) expect(page).toContain('Map of embeddings')
    expect(map!.length / alone!.length).toBeCloseTo(1, 1)
  })

  it('stop together at a signal to the launcher, and go on as another number', async (context) => {
    if (absence !== null) context.skip(absence)
    const long = ['--set', 'pretraining.epochs=10000', '--save-every', '5', '--out', 'stopped']
    const first = await stoppedAfter(0, start(2, long))
    expect(first).toBeGreaterThanOrEqual(5)
    expect(await stoppedAfter(first, start(3, [...long, '--resume']))).toBeGreaterThan(first)
  })

  it('tell the failure of one with its number, and end', async (context) => {
    if (absence !== null) context.skip(absence)
    const elsewhere = await temporaryFolder()
    const rank = [process.execPath, main, ...words, '--distributed', '--out', 'never'] as const
    const both = [...rank, ':', '-n', '1', '-wdir', elsewhere, ...rank] as const
    const { code, stderr } = await startRanks(1, both, { launcher: ['-wdir', folder] }).ended
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: rank 1 failed: .*rows\.csv/m)
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
  })

  it('tell once what is wrong with their words', async (context) => {
    if (absence !== null) context.skip(absence)
    const { code, stderr } = await start(2, ['--nonsense']).ended
    expect(code).toBe(1)
    expect(stderr.match(/unknown option '--nonsense'/g)).toHaveLength(1)
  })
})

it('a process that no launcher started is told how to be a rank', async () => {
  const { code, stderr } = await tryRomae(folder, ...words, '--distributed')
  expect([code, stderr]).toEqual([1, expect.stringContaining('[DISTRIBUTED_NOT_LAUNCHED]')])
})
