import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { initializeParameters, predictionConfig } from '@romae/core'
import { parseSafetensors } from '@romae/safetensors'
import { describe, expect, it } from 'vitest'
import { pendingName } from '../model/pending.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { sha256 } from '../sha256.ts'
import { fixtures } from '../testing/fixtures.ts'
import { tinyPretraining } from '../testing/tiny-pretraining.ts'
import { tinyStack } from '../testing/waves.ts'
import { loadModel, saveModel } from './load-model.ts'

const references = ['checkpoint-pretrain', 'checkpoint-classifier']

const pretrained = (seed = 1, config = tinyPretraining()): RomaeModel => ({
  config,
  parameters: initializeParameters(config, seed),
  tokenizer: { name: 'waves', mean: 0.1 },
  classes: null,
})
const classifier = (): RomaeModel => {
  const config = predictionConfig({
    tokenSize: 1,
    axes: 1,
    outputSize: 2,
    encoder: { ...tinyStack, hiddenDropout: 0.1 },
    cls: false,
    ropeKeep: 'slowest',
  })
  return { config, parameters: initializeParameters(config, 2), tokenizer: null, classes: ['slow', 'fast'] }
}

/** What a header says, apart from the order. */
function headerOf(bytes: Uint8Array) {
  const { tensors, metadata } = parseSafetensors(bytes)
  const entries = [...tensors].map(([name, { dtype, shape }]) => [name, { dtype, shape }] as const)
  return { tensors: Object.fromEntries(entries), metadata: Object.fromEntries(metadata ?? []) }
}

/** Turns infinity into 0 and rounds the rest to six decimals. */
const inverse = (timescale: number) => Math.round(1e6 / timescale)

describe('a round trip', () => {
  it.each([
    ['pretraining', pretrained()],
    ['absolute positions', pretrained(1, tinyPretraining({ positionEncoding: 'absolute', maxLength: 9 }))],
    ['no positions', pretrained(1, tinyPretraining({ positionEncoding: 'none', lossAverage: 'reference' }))],
    ['prediction', classifier()],
  ])('keeps everything of a model for %s, bit for bit', async (_, model) => {
    const folder = join(await temporaryFolder(), 'made', 'on the way')
    await saveModel(folder, model)
    expect(await loadModel(folder)).toEqual(model)
    expect((await readdir(folder)).sort()).toEqual([
      'README.md',
      'model.safetensors',
      'model_config.json',
      'romae.json',
    ])
  })

  it('is byte for byte the same when saved again', async () => {
    const [first, second] = [await temporaryFolder(), await temporaryFolder()]
    await saveModel(first, pretrained())
    await saveModel(second, await loadModel(first))
    for (const name of await readdir(first)) {
      expect(await readFile(join(second, name))).toEqual(await readFile(join(first, name)))
    }
  })
})

describe.each(references)('the reference’s %s', (name) => {
  const source = join(fixtures, name)

  it('loads, and comes back with its own keys, shapes, dtypes and metadata, and the same numbers', async () => {
    const model = await loadModel(source)
    expect(model.tokenizer).toBeNull()
    expect(model.classes).toBeNull()
    const folder = await temporaryFolder()
    await saveModel(folder, model)
    const [theirs, ours] = await Promise.all([source, folder].map((from) => readFile(join(from, 'model.safetensors'))))
    expect(headerOf(ours!)).toEqual(headerOf(theirs!))
    const [expected, got] = [parseSafetensors(theirs!).tensors, parseSafetensors(ours!).tensors]
    for (const [key, tensor] of expected) {
      const [before, after] = [tensor.toFloat32(), got.get(key)!.toFloat32()]
      // A table, made anew from the configuration: the last bit may differ from PyTorch's power.
      if (key.endsWith('.timescale')) expect(after.map(inverse)).toEqual(before.map(inverse))
      else expect([key, after]).toEqual([key, before])
    }
  })

  it('has its configuration written back byte for byte', async () => {
    const folder = await temporaryFolder()
    await saveModel(folder, await loadModel(source))
    const file = 'model_config.json'
    expect(await readFile(join(folder, file), 'utf8')).toBe(await readFile(join(source, file), 'utf8'))
  })
})

describe('a damaged checkpoint', () => {
  const damages: [string, string, (text: string) => string, Record<string, unknown>][] = [
    ['romae.json', 'is no JSON', (text) => text.slice(0, 40), {}],
    ['romae.json', 'holds no object', () => 'null', { reason: 'it must hold an object' }],
    [
      'romae.json',
      'is of another version',
      (text) => text.replace('1', '5'),
      { reason: 'formatVersion must be 1, 2, 3 or 4; got 5: load it with a newer @romae/trainer' },
    ],
    [
      'romae.json',
      'has no record',
      (text) => text.replace('1', '2'),
      { reason: 'tokenizer.axes must be a list of names; got undefined' },
    ],
    [
      'romae.json',
      'has no task',
      (text) => text.replace('"pretraining"', '"gardening"'),
      { reason: 'config.task must be "pretraining" or "prediction"; got "gardening"' },
    ],
    [
      'romae.json',
      'has a wrong size',
      (text) => text.replace('"heads": 2', '"heads": 3'),
      { reason: expect.stringContaining('CONFIG_HEADS_DO_NOT_DIVIDE') },
    ],
    [
      'romae.json',
      'describes another model',
      (text) => text.replace('"depth": 2', '"depth": 3'),
      { reason: expect.stringContaining('another model than') },
    ],
    [
      'romae.json',
      'has classes',
      (text) => text.replace('"classes": null', '"classes": ["a"]'),
      { reason: 'it has 1 classes for a model with 0 class outputs' },
    ],
    [
      'romae.json',
      'has numbers as classes',
      (text) => text.replace('"classes": null', '"classes": [1]'),
      { reason: 'classes must be a list of strings or null' },
    ],
    ['model_config.json', 'is no JSON', (text) => text.slice(0, -3), {}],
    [
      'model_config.json',
      'lacks a field',
      (text) => text.replace('"max_len"', '"min_len"'),
      { reason: expect.stringContaining('REFERENCE_CONFIG') },
    ],
  ]
  it.each(damages)('whose %s %s is an error that says so', async (file, _, damage, fields) => {
    const folder = await temporaryFolder()
    await saveModel(folder, pretrained())
    const path = join(folder, file)
    const text = await readFile(path, 'utf8')
    expect(damage(text)).not.toBe(text)
    await writeFile(path, damage(text))
    await expect(loadModel(folder)).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', { path, ...fields })
  })

  it.each([0, 7, 500, -1])('whose weights end at byte %d is an error that names the file', async (end) => {
    const folder = await temporaryFolder()
    await saveModel(folder, pretrained())
    const path = join(folder, 'model.safetensors')
    await writeFile(path, (await readFile(path)).subarray(0, end === -1 ? -1 : end))
    const error = await loadModel(folder).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'CHECKPOINT_UNREADABLE', fields: { path } })
    expect((error as Error).cause).toMatchObject({ code: expect.stringMatching(/^SAFETENSORS_/) })
  })

  it('whose weights are another model’s is an error that names file and parameter', async () => {
    const [folder, other] = [await temporaryFolder(), await temporaryFolder()]
    await saveModel(folder, pretrained())
    await saveModel(other, pretrained(1, tinyPretraining({ encoder: { ...tinyStack, feedForward: 48 } })))
    await copyFile(join(other, 'model.safetensors'), join(folder, 'model.safetensors'))
    await expect(loadModel(folder)).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      path: join(folder, 'model.safetensors'),
      reason: expect.stringContaining('feed_forward'),
    })
  })

  it.each(['model.safetensors', 'model_config.json'])('without %s is an error that names it', async (missing) => {
    const [whole, folder] = [await temporaryFolder(), await temporaryFolder()]
    await saveModel(whole, pretrained())
    for (const name of await readdir(whole)) {
      if (name !== missing) await copyFile(join(whole, name), join(folder, name))
    }
    await expect(loadModel(folder)).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', { path: join(folder, missing) })
  })
})

describe('a save that fails', () => {
  it('because a file stands where the folder should be, names the folder', async () => {
    const file = join(await temporaryFolder(), 'file')
    await writeFile(file, '')
    const folder = join(file, 'checkpoint')
    await expect(saveModel(folder, pretrained())).rejects.toThrowRomae('CHECKPOINT_UNWRITABLE', { path: folder })
  })

  it('midway leaves the checkpoint before it loadable, and nothing half written', async () => {
    const folder = await temporaryFolder()
    await saveModel(folder, pretrained(1))
    // The second file cannot be put where readers look for it: all are already written, and the first is there.
    const other = await temporaryFolder()
    await saveModel(other, classifier())
    const obstacle = pendingName('model_config.json', sha256(await readFile(join(other, 'model_config.json'))))
    await mkdir(join(folder, obstacle))
    await expect(saveModel(folder, classifier())).rejects.toThrowRomae('CHECKPOINT_UNWRITABLE')
    expect((await readdir(folder)).sort()).toEqual(
      ['README.md', 'model.safetensors', 'model_config.json', 'romae.json', obstacle].sort(),
    )
    expect(await loadModel(folder)).toEqual(pretrained(1))
  })

  it('for a tokenizer that is no JSON touches nothing', async () => {
    const folder = await temporaryFolder()
    await saveModel(folder, pretrained(1))
    await expect(saveModel(folder, { ...pretrained(2), tokenizer: 1n })).rejects.toThrowRomae('CHECKPOINT_UNWRITABLE', {
      reason: 'Do not know how to serialize a BigInt',
    })
    expect(await loadModel(folder)).toEqual(pretrained(1))
  })
})
