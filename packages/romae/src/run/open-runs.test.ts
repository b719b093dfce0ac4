import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { initializeParameters, predictionConfig } from '@romae/core'
import { saveModel } from '@romae/trainer/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openRuns } from '../index.ts'
import { Ranks } from '../ranks/ranks.ts'
import { Claims, inTurn, type Place } from './claims.ts'

async function plant(folder: string, ...files: readonly string[]): Promise<string[]> {
  const paths = files.map((file) => join(folder, file))
  for (const path of paths) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'mine')
  }
  return paths
}

const refused = (code: string, fields: object = {}) =>
  expect.objectContaining({ code, fields: expect.objectContaining(fields) })
const fresh = { seed: 1, resume: false, overwrite: false }

/** As a command does that ends at once. */
async function open(folder: string, options: object = {}, stages?: readonly string[]) {
  const claims = new Claims('a test')
  try {
    const session = { claim: (path: string, place: Place) => claims.claim(path, place), ranks: new Ranks(null) }
    return await openRuns(folder, { ...fresh, ...options }, session, stages)
  } finally {
    await claims.release()
  }
}

describe('openRuns', () => {
  it('makes the folder, and nothing in it', async () => {
    const folder = join(await temporaryFolder(), 'deep', 'run')
    expect(await open(folder, { seeds: 2 })).toMatchObject([{ seed: 1 }, { seed: 2, folder: join(folder, 'seed-2') }])
    expect(await readdir(folder)).toEqual([])
  })

  it('keeps others out of it', async () => {
    const folder = await temporaryFolder()
    const claims = new Claims('another')
    onTestFinished(() => claims.release())
    await claims.claim(folder, 'folder')
    await expect(open(join(folder, '.'))).rejects.toThrow(refused('APP_LOCKED'))
  })

  it('names all that is foreign in the folders of all seeds and stages', async () => {
    const folder = await temporaryFolder()
    const found = await plant(
      folder,
      'report.html',
      'seed-1/first/checkpoint/weights.pt',
      'seed-1/second/training/step-00000001/weights.pt',
      'seed-2/first/config.json',
      'seed-2/second/results.json',
    )
    await plant(folder, 'notes.txt', 'first/checkpoint/weights.pt', 'seed-3/first/checkpoint/weights.pt')
    const opened = open(folder, { seeds: 2, overwrite: true }, ['first', 'second'])
    await expect(opened).rejects.toThrow(refused('APP_FOREIGN_FILES', { folder, found }))
    for (const path of found) expect(await readFile(path, 'utf8')).toBe('mine')
  })

  it('refuses an unfinished run of a later seed at once', async () => {
    const folder = await temporaryFolder()
    await plant(folder, 'seed-2/training/step-00000004/run.json')
    const training = join(folder, 'seed-2', 'training')
    await expect(open(folder, { seeds: 2 })).rejects.toThrow(refused('APP_FOLDER_IN_USE', { training }))
    await open(folder, { seeds: 2, overwrite: true })
  })

  it.each(['seed-1', 'seed-1/first', 'seed-1/first/checkpoint', 'seed-1/first/training'])(
    'refuses a link at %s',
    async (name) => {
      const folder = await temporaryFolder()
      const victim = await temporaryFolder()
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await symlink(victim, join(folder, name))
      await expect(open(folder, { seeds: 2 }, ['first'])).rejects.toThrow(refused('APP_LINKED_FOLDER'))
    },
  )

  it('takes a finished run for ours, with what a system put there, and a model that is not for somebody’s', async () => {
    const folder = await temporaryFolder()
    const model = join(folder, 'checkpoint')
    const stack = { dModel: 4, heads: 1, depth: 1 }
    const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: stack, outputSize: 2 })
    const parameters = initializeParameters(config, 1)
    await saveModel(model, { config, parameters, tokenizer: null, classes: ['a', 'b'] })
    await plant(model, 'experiment.json', 'samples.json', '.DS_Store')
    await open(folder)
    const [exported] = await plant(model, 'model.onnx')
    const found = [exported]
    await expect(open(folder)).rejects.toThrow(refused('APP_FOREIGN_FILES', { found }))
    // A run that is over is not replaced when it is gone on with.
    await open(folder, { resume: true })
  })
})

describe('claims', () => {
  it('are given back together, and are once each', async () => {
    const folder = await temporaryFolder()
    const [own, other] = [new Claims('mine'), new Claims('other')]
    await own.claim(join(folder, 'run'), 'folder')
    await own.claim(join(folder, 'run'), 'folder')
    await own.claim(join(folder, 'out.csv'), 'file')
    const locked = refused('APP_LOCKED', { holder: expect.objectContaining({ process: process.pid, command: 'mine' }) })
    await expect(other.claim(join(folder, 'run'), 'folder')).rejects.toThrow(locked)
    await expect(other.claim(join(folder, 'out.csv'), 'file')).rejects.toThrow(locked)
    await other.claim(join(folder, 'other.csv'), 'file')
    await own.release()
    await other.claim(join(folder, 'run'), 'folder')
    await other.release()
    expect(await readdir(folder, { recursive: true })).toEqual(['run'])
  })

  it('need no place for what a process was given to write to', async () => {
    await new Claims('mine').claim('/dev/stdout', 'file')
    expect(existsSync('/dev/.stdout.lock')).toBe(false)
  })

  it('say where they cannot be made', async () => {
    const [file] = await plant(await temporaryFolder(), 'file')
    await expect(new Claims('mine').claim(join(file!, 'run'), 'folder')).rejects.toThrow(refused('APP_CANNOT_WRITE'))
  })

  it('for a moment are waited for', async () => {
    const path = join(await temporaryFolder(), 'list.json')
    let inside = 0
    const order = await Promise.all(
      Array.from({ length: 4 }, (_, turn) =>
        inTurn(path, 'a test', async () => {
          expect(++inside).toBe(1)
          await new Promise((resolve) => setTimeout(resolve, 5))
          inside--
          return turn
        }),
      ),
    )
    expect(order).toEqual([0, 1, 2, 3])
  })
})
