import type { Engine } from '@romae/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckpointStorage } from './checkpoints/checkpoint-storage.ts'
import { modelFromCheckpoints, modelFromFiles, pretrain, runToEnd, type TrainingOptions } from './index.ts'
import { modelFiles } from './model/model-files.ts'
import { eventsOf } from './testing/checkpoints.ts'
import { testEngine } from './testing/engines.ts'
import { memoryStorage } from './testing/memory-storage.ts'
import { resumableOptions } from './testing/resumable-run.ts'

const steps = 8
let engine: Engine

beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

const run = (checkpointStorage: CheckpointStorage, training: TrainingOptions = {}) =>
  pretrain(resumableOptions({ steps, checkpointStorage, engine, ...training }))

describe('a run with a storage of its user’s', () => {
  it('stops and goes on as one that nothing interrupted', async () => {
    const [whole, parted] = [memoryStorage(), memoryStorage()]
    const expected = await runToEnd(run(whole))
    const controller = new AbortController()
    await runToEnd(run(parted, { signal: controller.signal, checkpointEvery: 2 }), (event) => {
      if (event.type === 'step' && event.step === 3) controller.abort()
    })
    expect(await parted.list()).toEqual(['step-00000002', 'step-00000003'])
    const events = await eventsOf(run(parted, { resume: true }))
    expect(events[1]).toMatchObject({ type: 'resume', step: 3, folder: 'memory/step-00000003', changed: [] })
    expect(await modelFromCheckpoints(parted)).toEqual(expected)
    // Two stay, and what the run that was not interrupted has written last is the same, byte for byte.
    expect(await parted.list()).toEqual(['step-00000003', 'step-00000008'])
    for (const file of ['model.safetensors', 'optimizer.safetensors', 'romae.json']) {
      expect(await parted.read('step-00000008', file)).toEqual(await whole.read('step-00000008', file))
    }
  })

  it('passes over a checkpoint that is damaged', async () => {
    const storage = memoryStorage()
    await runToEnd(run(storage, { checkpointEvery: 4 }))
    const weights = (await storage.read('step-00000008', 'model.safetensors'))!
    weights[weights.length - 1]! ^= 1
    const [, resume] = await eventsOf(run(storage, { resume: true }))
    const reason = 'model.safetensors is not what SHA256SUMS says'
    expect(resume).toMatchObject({ step: 4, skipped: [{ folder: 'memory/step-00000008', reason }] })
  })

  it('is kept from one that another run has, or that holds a run', async () => {
    const storage = memoryStorage()
    const lock = await storage.lock()
    await expect(runToEnd(run(storage))).rejects.toThrowRomae('TRAINER_FOLDER_LOCKED', { folder: 'memory' })
    await lock!.release()
    await runToEnd(run(storage))
    await expect(runToEnd(run(storage))).rejects.toThrowRomae('TRAINER_FOLDER_IN_USE', { folder: 'memory', step: 8 })
    await expect(runToEnd(run(memoryStorage(), { resume: true }))).rejects.toThrowRomae('TRAINER_NOTHING_TO_RESUME', {
      folder: 'memory',
    })
  })

  it('gives the storage back, and says what it threw', async () => {
    const full = Object.assign(new Error('the quota is exceeded'), { name: 'QuotaExceededError' })
    const storage = { ...memoryStorage(), replace: () => Promise.reject(full) }
    const failed = await runToEnd(run(storage)).catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'CHECKPOINT_UNWRITABLE', fields: { path: 'memory' }, cause: full })
    expect(await storage.lock()).not.toBeNull()
  })

  it('ends where the storage is taken away', async () => {
    const storage = memoryStorage()
    let isLost = false
    const lock = async () => ({
      release: async () => {},
      get isLost() {
        return isLost
      },
    })
    const ended = runToEnd(run({ ...storage, lock }), (event) => {
      if (event.type === 'step' && event.step === 2) isLost = true
    })
    await expect(ended).rejects.toThrowRomae('TRAINER_FOLDER_LOST', { folder: 'memory', step: 2 })
    expect(await storage.list()).toEqual([])
  })
})

describe('modelFromFiles', () => {
  it('makes the model of its files, also without romae.json', async () => {
    const model = await runToEnd(run(memoryStorage()))
    const files = Object.entries(modelFiles(model)).map(async ([name, pieces]) => {
      return [name, await new Blob(pieces as Uint8Array<ArrayBuffer>[]).bytes()] as const
    })
    const byName = new Map<string, Uint8Array>(await Promise.all(files))
    expect(await modelFromFiles((name) => byName.get(name) ?? null)).toEqual(model)
    byName.delete('romae.json')
    const { tokenizer, config } = await modelFromFiles(async (name) => byName.get(name) ?? null)
    expect([tokenizer, config.encoder]).toEqual([null, model.config.encoder])
    byName.delete('model.safetensors')
    await expect(modelFromFiles((name) => byName.get(name) ?? null)).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      path: 'model.safetensors',
      reason: 'there is no such file',
    })
    await expect(modelFromFiles('folder' as never)).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'read',
      got: 'folder',
    })
  })
})
