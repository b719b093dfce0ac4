import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadModel } from '@romae/trainer/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fixtures, keptForms } from '../kept-folders.ts'
import { refusalOf } from '../refused-runs.ts'
import { expectClose } from '../testing/close-to.ts'
import { runHere } from '../testing/run-here.ts'
import { appRuns } from './app-runs.ts'
import { answerOf } from './keep-apps.ts'

/** The words of a CSV file's cells, and its numbers. */
function cellsOf(csv: string): { words: string[]; numbers: number[] } {
  const cells = csv.split(/[\n,]/)
  const isNumber = (cell: string) => cell !== '' && Number.isFinite(Number(cell))
  return { words: cells.map((cell) => (isNumber(cell) ? '#' : cell)), numbers: cells.filter(isNumber).map(Number) }
}

describe.each(keptForms())('of the form %s', (form) => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'romae-kept-apps-'))
    await cp(join(fixtures, form, 'apps'), folder, { recursive: true })
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each(appRuns)('$name is a model that the commands use, with the same answer', async (run) => {
    const got = cellsOf(await answerOf(folder, run, `finished/${run.name}`, runHere))
    const expected = cellsOf(await readFile(join(folder, 'answers', `${run.name}.csv`), 'utf8'))
    expect(got.words).toEqual(expected.words)
    expectClose(got.numbers, expected.numbers, 1e-5)
  })

  it('a calibration beside a model is what its intervals are made by', async () => {
    const run = appRuns.find(({ name }) => name === 'series-impute')!
    const model = 'finished/series-impute'
    const { code, stdout } = await runHere(folder, run.app, run.use(model))
    const isKept = existsSync(join(folder, model, 'checkpoint', 'calibration.json'))
    expect(code).toBe(0)
    expect(stdout.includes('intervals as the model’s run calibrated them')).toBe(isKept)
    expect(isKept).toBe(form >= '0004')
  })

  it.each(appRuns)('the unfinished run $name goes on with --resume, or says why not', async ({ name, app, train }) => {
    const { code, stdout, stderr } = await runHere(folder, app, [...train(`unfinished/${name}`), '--resume'])
    const refused = refusalOf(form, name)
    if (refused !== undefined) {
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(refused) })
      return
    }
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stdout).toMatch(/going on after step [4-8]\n/)
    expect(await readdir(join(folder, 'unfinished', name))).not.toContain('training')
    const [resumed, finished] = await Promise.all(
      ['unfinished', 'finished'].map((part) => loadModel(join(folder, part, name, 'checkpoint'))),
    )
    for (const [parameter, values] of Object.entries(finished!.parameters)) {
      expectClose(resumed!.parameters[parameter]!, values, 1e-2)
    }
  })
})
