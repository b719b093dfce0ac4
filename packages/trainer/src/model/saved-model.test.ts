import { spawnSync } from 'node:child_process'
import { readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/folders.ts'
import { numberedModel } from '../testing/saving-child.ts'
import { loadModel, saveModel } from './checkpoint.ts'

const child = fileURLToPath(new URL('../testing/saving-child.ts', import.meta.url))
const names = ['model.safetensors', 'model_config.json', 'romae.json']

/** Saves a model in a process that is killed before it renames one more file. */
function saveAndKill(folder: string, number: number, renames: number): void {
  const words = ['--import', 'tsx', '--conditions=@romae/source', child, folder, `${number}`, `${renames}`]
  const { signal, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  if (signal !== 'SIGKILL') throw new Error(`it was not killed: ${stderr}`)
}

describe('a model that is saved over another one by a process that is killed', () => {
  it.each([
    [0, 1],
    [1, 2],
    [2, 2],
  ])('after %i of three files have their names, is model %i, whole', async (renames, expected) => {
    const folder = await temporaryFolder()
    await saveModel(folder, numberedModel(1))
    saveAndKill(folder, 2, renames)
    expect(await loadModel(folder)).toEqual(numberedModel(expected))
    // Killed once more, with what the first has left still there.
    saveAndKill(folder, 3, 0)
    expect(await loadModel(folder)).toEqual(numberedModel(expected))
    await saveModel(folder, numberedModel(4))
    expect(await loadModel(folder)).toEqual(numberedModel(4))
    expect((await readdir(folder)).sort()).toEqual(names)
  })
})

describe('a model', () => {
  it('that is replaced while it is read comes out as one of the two', async () => {
    const folder = await temporaryFolder()
    await saveModel(folder, numberedModel(1))
    const saving = (async () => {
      for (let number = 2; number <= 12; number++) await saveModel(folder, numberedModel(number))
    })()
    for (let read = 0; read < 30; read++) {
      const model = await loadModel(folder)
      const { number } = model.tokenizer as { number: number }
      expect(model).toEqual(numberedModel(number))
    }
    await saving
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
    await expect(loadModel(folder)).rejects.toThrow(/romae\.json cannot be read: files must hold SHA-256 checksums/)
  })
})
