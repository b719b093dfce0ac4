import { mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { modelFileNames } from '../model/model-files.ts'
import { pendingName } from '../model/pending.ts'
import { cardFile } from '../model/saved-card.ts'
import { sha256 } from '../sha256.ts'
import { crashSaves, insideEachFile, Reader, saveAndKill } from '../testing/save-crashes.ts'
import { numberedModel, variantModel } from '../testing/saved-variants.ts'
import { loadModel, saveModel } from './load-model.ts'

const variant = (number: number) => ({ weights: number, tokenizer: number, outputs: 2 })

describe('a model that is saved over another one by a process that is killed', () => {
  it.each([
    ['before anything can be found', { renames: 0 }, 1],
    ['before its description has its name', { renames: 1 }, 1],
    ['before its weights have their name', { renames: 2 }, 2],
  ])('%s, is the one or the other', async (_, moment, expected) => {
    const folder = await temporaryFolder()
    await saveModel(folder, numberedModel(1))
    expect(await saveAndKill(folder, variant(2), moment)).toBe(true)
    expect(await loadModel(folder)).toEqual(numberedModel(expected))
    // Killed once more, with what the first has left still there.
    await saveAndKill(folder, variant(3), { renames: 0 })
    expect(await loadModel(folder)).toEqual(numberedModel(expected))
    await saveModel(folder, numberedModel(4))
    expect(await loadModel(folder)).toEqual(numberedModel(4))
    expect((await readdir(folder)).sort()).toEqual([cardFile, ...modelFileNames].sort())
  })
})

it('a model is whole while processes that save over it are killed inside each file, and is read all the while', async () => {
  const after = { weights: 2, tokenizer: 2, outputs: 3 }
  const { kills, ended, reads, problems } = await crashSaves(await temporaryFolder(), [after], insideEachFile)
  expect({ kills, ended, problems }).toEqual({ kills: 6, ended: 0, problems: [] })
  expect(reads).toBeGreaterThan(10)
})

describe('the files of a model', () => {
  const inodes = async (folder: string) =>
    Object.fromEntries(
      await Promise.all(modelFileNames.map(async (name) => [name, (await stat(join(folder, name))).ino] as const)),
    )

  it('are not written again where they stay as they are', async () => {
    const folder = await temporaryFolder()
    await saveModel(folder, numberedModel(1))
    const first = await inodes(folder)
    await saveModel(folder, numberedModel(1))
    expect(await inodes(folder)).toEqual(first)
    await saveModel(folder, variantModel({ ...variant(1), tokenizer: 2 }))
    const { 'romae.json': _, ...others } = first
    expect(await inodes(folder)).toMatchObject(others)
    expect((await inodes(folder))['romae.json']).not.toBe(first['romae.json'])
  })

  it('replace links, and leave alone what those point to', async () => {
    const [folder, elsewhere] = [await temporaryFolder(), await temporaryFolder()]
    await saveModel(elsewhere, numberedModel(1))
    for (const name of modelFileNames) await symlink(join(elsewhere, name), join(folder, name))
    for (const number of [1, 2]) {
      await saveModel(folder, numberedModel(number))
      expect(await loadModel(folder)).toEqual(numberedModel(number))
      expect(await loadModel(elsewhere)).toEqual(numberedModel(1))
    }
  })
})

describe('pending files as earlier versions wrote them', () => {
  const pendingOf = async (folder: string, name: string) =>
    join(folder, pendingName(name, sha256(await readFile(join(folder, name)))))

  it.each(['model.safetensors', 'model_config.json'])('that are cut short change nothing: %s', async (name) => {
    const folder = await temporaryFolder()
    await saveModel(folder, numberedModel(1))
    const contents = await readFile(join(folder, name))
    for (const size of [0, contents.length >> 1, contents.length - 1]) {
      await writeFile(await pendingOf(folder, name), contents.subarray(0, size))
      expect(await loadModel(folder)).toEqual(numberedModel(1))
    }
    await saveModel(folder, numberedModel(1))
    expect((await readdir(folder)).sort()).toEqual([cardFile, ...modelFileNames].sort())
  })

  it('are the model’s where it has not got its files yet', async () => {
    const [folder, next] = [await temporaryFolder(), await temporaryFolder()]
    await saveModel(folder, numberedModel(1))
    await saveModel(next, numberedModel(2))
    await rename(join(next, 'model.safetensors'), (await pendingOf(next, 'model.safetensors')).replace(next, folder))
    await rename(join(next, 'romae.json'), join(folder, 'romae.json'))
    expect(await loadModel(folder)).toEqual(numberedModel(2))
  })

  it('that are cut short and all that there is of the weights are an error, not another model’s weights', async () => {
    const [folder, next] = [await temporaryFolder(), await temporaryFolder()]
    await saveModel(folder, numberedModel(1))
    await saveModel(next, numberedModel(2))
    const pending = (await pendingOf(next, 'model.safetensors')).replace(next, folder)
    await writeFile(pending, (await readFile(join(next, 'model.safetensors'))).subarray(0, 1000))
    await rename(join(next, 'romae.json'), join(folder, 'romae.json'))
    await expect(loadModel(folder)).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      path: join(folder, 'model.safetensors'),
    })
  })

  it('are no reason to fail where they are no files', async () => {
    const folder = await temporaryFolder()
    await saveModel(folder, numberedModel(1))
    await mkdir(await pendingOf(folder, 'model.safetensors'))
    expect(await loadModel(folder)).toEqual(numberedModel(1))
  })
})

describe('a model', () => {
  it('that another process reads all the while is one of those that are saved', async () => {
    const folder = await temporaryFolder()
    // Coming back to one that was there before: its description alone does not tell that others were there meanwhile.
    const models = [numberedModel(1), numberedModel(2), variantModel({ weights: 3, tokenizer: 3, outputs: 3 })]
    await saveModel(folder, models[0]!)
    const reader = await Reader.start(folder)
    for (let save = 0; save < 60; save++) await saveModel(folder, models[save % models.length]!)
    await reader.stop()
    expect(reader.problems).toEqual([])
    expect(reader.reads).toBeGreaterThan(10)
  })

  it('may have its weights replaced by other ones on purpose', async () => {
    const [folder, other] = [await temporaryFolder(), await temporaryFolder()]
    await saveModel(folder, numberedModel(1))
    await saveModel(other, numberedModel(2))
    await rename(join(other, 'model.safetensors'), join(folder, 'model.safetensors'))
    expect(await loadModel(folder)).toEqual({ ...numberedModel(1), parameters: numberedModel(2).parameters })
  })

  it('whose files are said to be something else than checksums is an error', async () => {
    const folder = await temporaryFolder()
    await saveModel(folder, numberedModel(1))
    const { config, tokenizer, classes } = numberedModel(1)
    const files = { 'model.safetensors': '../../secret' }
    await writeFile(join(folder, 'romae.json'), JSON.stringify({ formatVersion: 1, config, tokenizer, classes, files }))
    await expect(loadModel(folder)).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      path: join(folder, 'romae.json'),
      reason: expect.stringContaining('SHA-256'),
    })
  })
})
