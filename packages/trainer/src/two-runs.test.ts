import { readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine } from '@romae/engine'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import type { TrainingOptions } from './node/runs.ts'
import { pretrain, removeSaved } from './node.ts'
import { eventsOf } from './testing/checkpoints.ts'
import { testEngine } from './testing/engines.ts'
import { resumableOptions } from './testing/resumable-run.ts'
import { runToEnd } from './training/events.ts'

let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

const run = (checkpointFolder: string, more: TrainingOptions = {}) =>
  pretrain(resumableOptions({ steps: 6, checkpointEvery: 2, checkpointFolder, engine, ...more }))

it.each([false, true, 'auto'] as const)('a second run in a folder is refused, with resume %s', async (resume) => {
  const folder = join(await temporaryFolder(), 'run')
  const holder = { process: process.pid, host: hostname() }
  let tried = 0
  for await (const event of run(folder)) {
    if (event.type !== 'start' && event.type !== 'checkpoint') continue
    const before = (await readdir(folder, { recursive: true })).sort()
    if (event.type === 'start' && resume === true) continue // there is nothing to go on with yet
    await expect(eventsOf(run(folder, { resume }))).rejects.toThrowRomae('TRAINER_FOLDER_LOCKED', { folder, holder })
    await expect(removeSaved({ kind: 'run', folder })).rejects.toThrowRomae('TRAINER_FOLDER_LOCKED', { folder, holder })
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(before)
    tried++
  }
  expect(tried).toBeGreaterThan(2)
  expect((await readdir(folder)).sort()).toEqual(['step-00000004', 'step-00000006'])
})

it('the folder is free however a run ends', async () => {
  const folder = join(await temporaryFolder(), 'run')
  for await (const event of run(folder)) if (event.type === 'checkpoint') break
  expect(await readdir(folder)).toEqual(['step-00000002'])
  await expect(eventsOf(run(folder, { resume: true, learningRate: 1 }))).rejects.toThrowRomae('CHECKPOINT_OTHER_RUN', {
    differences: [{ what: 'training.learningRate', checkpoint: 0.001, now: 1 }],
  })
  expect(await readdir(folder)).toEqual(['step-00000002'])
  const signal = AbortSignal.abort()
  await eventsOf(run(folder, { resume: true, signal }))
  expect(await readdir(folder)).toEqual(['step-00000002'])
  await eventsOf(run(folder, { resume: true }))
  expect(await removeSaved({ kind: 'run', folder })).toEqual([])
})

it('a run whose lock was taken away saves nothing more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const folder = join(await temporaryFolder(), 'run')
  const lost = runToEnd(run(folder, { checkpointEvery: 1 }), async (event) => {
    if (event.type !== 'checkpoint') return
    await rm(join(folder, '.lock'), { recursive: true })
    // It is looked after twice a minute, by system calls in between.
    await vi.advanceTimersByTimeAsync(31_000)
    for (let call = 0; call < 20; call++) await stat(folder)
  })
  await expect(lost).rejects.toThrowRomae('TRAINER_FOLDER_LOST', { step: 1 })
  expect((await readdir(folder)).filter((name) => name.startsWith('step'))).toEqual(['step-00000001'])
})
