import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine } from '@romae/engine'
import { parseSafetensors, serializeSafetensors, type TensorToWrite } from '@romae/safetensors'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { stepName } from './checkpoints/find-checkpoint.ts'
import { loadModel } from './node/load-model.ts'
import type { TrainingOptions } from './node/runs.ts'
import { pretrain } from './node/runs.ts'
import { checksumsOf, eventsOf, replaceFile, rewrite } from './testing/checkpoints.ts'
import { testEngine } from './testing/engines.ts'
import { resumableOptions } from './testing/resumable-run.ts'
import { runToEnd } from './training/events.ts'

const steps = 4
const files = [
  'model.safetensors',
  'model_config.json',
  'romae.json',
  'optimizer.safetensors',
  'run.json',
  'SHA256SUMS',
]
let engine: Engine
/** The checkpoints of steps 1 to 4. */
const whole = await temporaryFolder()

beforeAll(async () => {
  engine = await testEngine()
  await runToEnd(run(whole, { checkpointEvery: 1, keepCheckpoints: 'all' }))
})
afterAll(async () => {
  await engine.dispose()
})

const run = (checkpointFolder: string, training: TrainingOptions = {}) =>
  pretrain(resumableOptions({ steps, checkpointFolder, engine, ...training }))

/** A run's folder with the checkpoints of steps 2 and 3. */
async function stopped() {
  const folder = await temporaryFolder()
  for (const step of [2, 3]) await cp(join(whole, stepName(step)), join(folder, stepName(step)), { recursive: true })
  return { folder, older: join(folder, stepName(2)), newer: join(folder, stepName(3)) }
}

async function flipByte(path: string): Promise<void> {
  const bytes = await readFile(path)
  const middle = bytes.length >> 1
  bytes[middle] = bytes[middle]! ^ 1
  await writeFile(path, bytes)
}

const damages: Record<string, (path: string) => Promise<void>> = {
  'is missing': (path) => rm(path),
  'is empty': (path) => truncate(path),
  'is cut short': async (path) => truncate(path, (await readFile(path)).length - 5),
  'has a flipped bit': flipByte,
}
const cases = files.flatMap((file) => Object.entries(damages).map(([how, damage]) => [file, how, damage] as const))

describe('a newest checkpoint whose', () => {
  it.each(cases)('%s %s is skipped, which is said, and the one before it is taken', async (file, _, damage) => {
    const { folder, older, newer } = await stopped()
    await damage(join(newer, file))
    const events = await eventsOf(run(folder, { resume: true }))
    const skipped = [{ folder: newer, reason: expect.stringContaining(file) }]
    expect(events[1]).toMatchObject({ type: 'resume', step: 2, folder: older, skipped })
    const last = stepName(steps)
    expect(await checksumsOf(join(folder, last))).toEqual(await checksumsOf(join(whole, last)))
  })

  it.each(cases)('%s %s is not loaded as a model', async (file, how, damage) => {
    const { folder, older, newer } = await stopped()
    await damage(join(newer, file))
    // Without its list of checksums it is a folder like any other, and its model is whole.
    if (file === 'SHA256SUMS' && how === 'is missing') await loadModel(newer)
    else await expect(loadModel(newer)).rejects.toThrowRomae('CHECKPOINT_UNREADABLE')
    const skipped: unknown[] = []
    const model = await loadModel(folder, { onSkipped: (list) => skipped.push(...list) })
    expect(model).toEqual(await loadModel(older))
    expect(skipped).toEqual([{ folder: newer, reason: expect.stringContaining(file) }])
  })
})

describe('a run', () => {
  it('none of whose checkpoints is whole neither goes on nor starts afresh, and nothing is removed', async () => {
    const { folder, older, newer } = await stopped()
    await flipByte(join(older, 'run.json'))
    await rm(join(newer, 'romae.json'))
    for (const resume of [true, 'auto'] as const) {
      const skipped = [
        { folder: newer, reason: 'romae.json is missing' },
        { folder: older, reason: expect.stringContaining('run.json is not what SHA256SUMS says') },
      ]
      await expect(runToEnd(run(folder, { resume }))).rejects.toThrowRomae('TRAINER_NOTHING_TO_RESUME', {
        folder,
        skipped,
      })
    }
    await expect(loadModel(folder)).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      reason: expect.stringMatching(/none .* is whole/),
    })
    expect(await readdir(folder)).toEqual([2, 3].map(stepName))
  })

  it('writes a damaged checkpoint again when it gets there', async () => {
    const { folder, newer } = await stopped()
    await flipByte(join(newer, 'model.safetensors'))
    await runToEnd(run(folder, { resume: true, checkpointEvery: 1 }))
    expect(await checksumsOf(newer)).toEqual(await checksumsOf(join(whole, stepName(3))))
  })

  it('removes what a process that was killed had not finished, and nothing else', async () => {
    const { folder } = await stopped()
    await mkdir(join(folder, 'step-00000004.writing'))
    await cp(join(folder, stepName(2)), join(folder, 'step-00000001.removing'), { recursive: true })
    await mkdir(join(folder, 'notes.writing'))
    await runToEnd(run(folder, { resume: true }))
    expect(await readdir(folder)).toEqual(['notes.writing', ...[3, 4].map(stepName)])
  })

  it.each([
    [3, 'CHECKPOINT_NEWER_FORMAT'],
    [1, 'CHECKPOINT_OLDER_FORMAT'],
  ])('of format %d is refused', async (version, code) => {
    const { folder, newer } = await stopped()
    await rewrite(newer, 'run.json', (text) => text.replace('"formatVersion": 2', `"formatVersion": ${version}`))
    await expect(runToEnd(run(folder, { resume: true }))).rejects.toThrowRomae(code, {
      folder: newer,
      got: version,
      known: 2,
    })
  })

  it.each([
    ['run.json', (text: string) => text.replace('"step": 3', '"step": 2'), 'step must be 3'],
    ['run.json', (text: string) => text.replace('"formatVersion": 2', '"formatVersion": 0'), 'formatVersion must be 2'],
    ['run.json', (text: string) => text.replace('"epochLoss": ', '"epochLoss": "", "x": '), 'epochLoss must be'],
    ['run.json', () => 'null', 'formatVersion must be 2'],
    ['romae.json', (text: string) => text.replace('"task": "pretraining"', '"task": "other"'), 'config.task'],
  ])('whose %s was changed together with its checksum is refused', async (file, change, reason) => {
    const { folder, newer } = await stopped()
    await rewrite(newer, file, change)
    await expect(runToEnd(run(folder, { resume: true }))).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      path: expect.stringContaining(newer),
      reason: expect.stringContaining(reason),
    })
  })

  it('without the state of its optimizer is refused', async () => {
    const { folder, newer } = await stopped()
    await replaceFile(newer, 'optimizer.safetensors', await readFile(join(newer, 'model.safetensors')))
    await expect(runToEnd(run(folder, { resume: true }))).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      reason: expect.stringContaining('no tensor "exp_avg.'),
    })
  })

  it.each([
    ['a vector too many', { more: { data: new Float32Array(1), shape: [1] } }, 'keeps no more'],
    [
      'a vector of another shape',
      { 'exp_avg.cls': { data: new Float32Array(16), shape: [4, 4] } },
      'exp_avg.cls must have shape [16]; got [4, 4]',
    ],
  ])('with %s in the state of its optimizer is refused', async (_, changes, reason) => {
    const { folder, newer } = await stopped()
    const { tensors } = parseSafetensors(await readFile(join(newer, 'optimizer.safetensors')))
    const changed = serializeSafetensors(new Map<string, TensorToWrite>([...tensors, ...Object.entries(changes)]))
    await replaceFile(newer, 'optimizer.safetensors', changed)
    await expect(runToEnd(run(folder, { resume: true }))).rejects.toThrowRomae('CHECKPOINT_UNREADABLE', {
      path: expect.stringContaining(newer),
      reason: expect.stringContaining(reason),
    })
  })
})

/** Makes a file system of its own, gone when the test is. @returns null where this process may not make one */
function mountSmall(options: string): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'romae-trainer-'))
  const unmount = () => {
    if (spawnSync('mountpoint', ['-q', folder]).status === 0) spawnSync('umount', [folder])
    rmSync(folder, { recursive: true })
  }
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status !== 0) {
    unmount()
    return null
  }
  onTestFinished(unmount)
  return folder
}

const noMount = 'this process may not mount a file system'

describe('a disk', () => {
  it('that is full ends the run with an error; the last checkpoint stays, and the run goes on with more room', async (test) => {
    const folder = mountSmall('size=1m')
    if (folder === null) return test.skip(noMount)
    const training = { checkpointEvery: 1, steps: 20, keepCheckpoints: 'all' } as const
    await expect(runToEnd(run(folder, training))).rejects.toThrowRomae('CHECKPOINT_UNWRITABLE', {
      reason: expect.stringContaining('ENOSPC'),
    })
    const left = (await readdir(folder)).sort()
    expect(left).toEqual(left.map((_, index) => stepName(index + 1)))
    expect(left.length).toBeGreaterThan(1)
    await loadModel(folder, { onSkipped: (skipped) => expect(skipped).toEqual([]) })
    await expect(runToEnd(run(folder, { ...training, resume: true }))).rejects.toThrowRomae('CHECKPOINT_UNWRITABLE', {
      reason: expect.stringContaining('ENOSPC'),
    })
    expect(spawnSync('mount', ['-o', 'remount,size=16m', folder]).status).toBe(0)
    const events = await eventsOf(run(folder, { ...training, resume: true }))
    expect(events[1]).toMatchObject({ type: 'resume', step: left.length, skipped: [] })
    expect(events.at(-1)).toMatchObject({ step: 20, stopped: false })
  })

  it('that is read-only ends the run before its first step', async (test) => {
    const folder = mountSmall('size=1m')
    if (folder === null) return test.skip(noMount)
    await cp(join(whole, stepName(2)), join(folder, stepName(2)), { recursive: true })
    expect(spawnSync('mount', ['-o', 'remount,ro', folder]).status).toBe(0)
    const seen: string[] = []
    const going = runToEnd(run(folder, { resume: true }), ({ type }) => void seen.push(type))
    await expect(going).rejects.toThrowRomae('CHECKPOINT_UNWRITABLE', { reason: expect.stringContaining('EROFS') })
    expect(seen).toEqual([])
    expect(await loadModel(folder)).toEqual(await loadModel(join(whole, stepName(2))))
  })

  it('that becomes read-only ends the run at its next checkpoint', async (test) => {
    const folder = mountSmall('size=4m')
    if (folder === null) return test.skip(noMount)
    const going = runToEnd(run(folder, { checkpointEvery: 1 }), (event) => {
      if (event.type === 'checkpoint' && event.step === 2) spawnSync('mount', ['-o', 'remount,ro', folder])
    })
    await expect(going).rejects.toThrowRomae('CHECKPOINT_UNWRITABLE', { reason: expect.stringContaining('EROFS') })
    expect(await loadModel(folder)).toEqual(await loadModel(join(whole, stepName(2))))
  })
})
