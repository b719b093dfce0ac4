import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine } from '@romae/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrainingOptions } from './node/runs.ts'
import { foreignFiles, foreignLogFiles, loadModel, logTo, pretrain, removeSaved, saveModel } from './node.ts'
import { eventsOf } from './testing/checkpoints.ts'
import { testEngine } from './testing/engines.ts'
import { resumableOptions } from './testing/resumable-run.ts'
import { numberedModel } from './testing/saved-variants.ts'
import { runToEnd } from './training/events.ts'

let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

const run = (checkpointFolder: string, more: TrainingOptions = {}) =>
  pretrain(resumableOptions({ steps: 6, checkpointEvery: 2, checkpointFolder, engine, ...more }))

/** Files of somebody, by path, each of which says `mine`. */
async function plant(folder: string, ...files: readonly string[]): Promise<string[]> {
  const paths = files.map((file) => join(folder, file))
  for (const path of paths) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'mine')
  }
  return paths
}

async function expectMine(paths: readonly string[]): Promise<void> {
  for (const path of paths) expect(await readFile(path, 'utf8')).toBe('mine')
}

/** A run's folder as a signal leaves it after two of its six steps. */
async function interrupted(): Promise<string> {
  const folder = join(await temporaryFolder(), 'run')
  for await (const event of run(folder)) if (event.type === 'checkpoint') break
  return folder
}

describe('pretrain', () => {
  it('removes nothing of others, wherever it has checkpoints', async () => {
    const folder = join(await temporaryFolder(), 'run')
    const digits = '0'.repeat(32)
    const mine = await plant(
      folder,
      'notes.txt',
      'step-1/weights.pt',
      'step-00000002.writing/weights.pt',
      `step-00000004.${digits}.removing/weights.pt`,
      'step-00000000.writing/run.json/weights.pt',
    )
    await eventsOf(run(folder, { keepCheckpoints: 1 }))
    await expectMine(mine)
    expect(await readdir(folder)).toContain('step-00000006')
  })

  it.each([
    'step-00000000/weights.pt',
    'step-00000001/weights.pt',
    'step-00000002/weights.pt',
    'step-00000004/model/weights.pt',
    'step-00000099/weights.pt',
  ])('refuses to go on beside %s, which it would have to remove', async (file) => {
    const folder = await interrupted()
    const mine = await plant(folder, file)
    const before = (await readdir(folder, { recursive: true })).sort()
    await expect(eventsOf(run(folder, { resume: true }))).rejects.toThrowRomae('TRAINER_FOREIGN_FILES', {
      folder,
      found: [expect.stringContaining(folder)],
    })
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(before)
    await expectMine(mine)
  })

  it.each([1, 2, 4])('refuses to go on where step %d is a link', async (step) => {
    const folder = await interrupted()
    const victim = join(await temporaryFolder(), 'victim')
    const mine = await plant(victim, 'weights.pt', 'run.json')
    const link = join(folder, `step-0000000${step}`)
    if (step === 2) await removeSaved({ kind: 'run', folder })
    await mkdir(folder, { recursive: true })
    await symlink(victim, link)
    const code = 'TRAINER_FOREIGN_FILES'
    await expect(eventsOf(run(folder, { resume: 'auto' }))).rejects.toThrowRomae(code, { found: [link] })
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    await expectMine(mine)
  })

  it('leaves what was put into an old checkpoint while it runs', async () => {
    const folder = join(await temporaryFolder(), 'run')
    let mine: string[] = []
    await runToEnd(run(folder, { keepCheckpoints: 1 }), async (event) => {
      if (event.type === 'checkpoint' && event.step === 2) mine = await plant(folder, 'step-00000002/notes.txt')
    })
    await expectMine(mine)
    expect(await readdir(join(folder, 'step-00000002'))).toEqual(['notes.txt'])
  })
})

describe('removeSaved', () => {
  it('removes a run, and says what is left', async () => {
    const folder = await interrupted()
    const mine = await plant(folder, 'notes.txt', 'step-00000002/mine/weights.pt')
    const found = [join(folder, 'notes.txt'), join(folder, 'step-00000002/mine')]
    expect(await foreignFiles({ kind: 'run', folder })).toEqual(found)
    expect(await removeSaved({ kind: 'run', folder })).toEqual(found)
    await expectMine(mine)
    expect(await readdir(join(folder, 'step-00000002'))).toEqual(['mine'])
    const other = await interrupted()
    expect(await removeSaved({ kind: 'run', folder: other })).toEqual([])
    expect(await readdir(dirname(other))).toEqual([])
  })

  it('removes a model, with what is beside it, and says what is left', async () => {
    const parent = await temporaryFolder()
    const folder = join(parent, 'model')
    await saveModel(folder, numberedModel(1))
    const digits = '0'.repeat(32)
    await plant(folder, 'experiment.json', `romae.json.${digits}.tmp`, 'model.safetensors.0123456789abcdef.tmp')
    const mine = await plant(folder, 'sub/weights.pt', 'experiment.yaml')
    const saved = { kind: 'model', folder, beside: ['experiment.json'] } as const
    const found = [join(folder, 'experiment.yaml'), join(folder, 'sub')]
    expect(await foreignFiles(saved)).toEqual(found)
    expect(await removeSaved(saved)).toEqual(found)
    expect((await readdir(folder)).sort()).toEqual(['experiment.yaml', 'sub'])
    await expectMine(mine)
  })

  it('takes a model that this package did not save for somebody else’s', async () => {
    const folder = await temporaryFolder()
    const mine = await plant(folder, 'model.safetensors', 'model_config.json')
    expect(await foreignFiles({ kind: 'model', folder })).toEqual(mine)
    expect(await removeSaved({ kind: 'model', folder })).toEqual(mine)
    await expectMine(mine)
  })

  it('follows no link', async () => {
    const parent = await temporaryFolder()
    const folder = join(parent, 'model')
    await saveModel(folder, numberedModel(1))
    const link = join(parent, 'link')
    await symlink(folder, link)
    expect(await removeSaved({ kind: 'model', folder: link })).toEqual([link])
    await expect(loadModel(folder)).resolves.toHaveProperty('config')
  })
})

describe('logTo', () => {
  it.each(['config.json', 'plan.json', 'environment.json', 'metrics.jsonl'])('replaces no foreign %s', async (name) => {
    const folder = await temporaryFolder()
    const [path] = await plant(folder, name)
    expect(await foreignLogFiles(folder)).toEqual([path])
    const logged = runToEnd(run(join(folder, 'training')), logTo(folder))
    await expect(logged).rejects.toThrowRomae('RUN_LOG_FOREIGN_FILES', { found: [path] })
    await expectMine([path!])
    expect(await readdir(folder)).toEqual(expect.arrayContaining([name, 'training']))
  })

  it('begins a log of its own anew', async () => {
    const folder = await temporaryFolder()
    await runToEnd(run(join(folder, 'training')), logTo(folder))
    expect(await foreignLogFiles(folder)).toEqual([])
    await writeFile(join(folder, 'metrics.jsonl'), '')
    expect(await foreignLogFiles(folder)).toEqual([])
    await runToEnd(run(join(folder, 'again')), logTo(folder))
  })
})
