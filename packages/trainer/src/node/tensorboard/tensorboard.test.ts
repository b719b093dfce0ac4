import { spawnSync } from 'node:child_process'
import { appendFile, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { temporaryFolder } from '@romae/build/temporary-folder'
import type { Engine } from '@romae/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngine } from '../../testing/engines.ts'
import { everythingOn } from '../../testing/resumable-run.ts'
import { runToEnd, type TrainingEvent } from '../../training/events.ts'
import { pretrain } from '../runs.ts'
import { crc32c } from './crc32c.ts'
import { boardFile, logTensorBoard, writeBoardPictures } from './log-tensorboard.ts'
import { recordsOf, toRecord } from './records.ts'

const python = process.env.PEER_PYTHON || 'python3'
const hasBoard = spawnSync(python, ['-c', 'import tensorboard']).status === 0
const reason = 'needs python3 with the package tensorboard (PEER_PYTHON names one)'

/** What TensorBoard itself reads of a folder: steps and values of each scalar, and steps and sizes of images. */
const script = `
import json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
board = EventAccumulator(sys.argv[1], size_guidance={'scalars': 0, 'images': 0, 'tensors': 0})
board.Reload()
tags = board.Tags()
print(json.dumps({
    'scalars': {tag: [[event.step, event.value] for event in board.Scalars(tag)] for tag in tags['scalars']},
    'images': {tag: [[event.step, event.width, event.height] for event in board.Images(tag)] for tag in tags['images']},
}))
`
interface Board {
  readonly scalars: Readonly<Record<string, readonly (readonly [step: number, value: number])[]>>
  readonly images: Readonly<Record<string, readonly (readonly number[])[]>>
}
const readBoard = (folder: string): Board => {
  const { stdout, stderr, status } = spawnSync(python, ['-c', script, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** One black pixel. */
const png = (() => {
  const chunk = (type: string, data: Uint8Array) => {
    const bytes = new Uint8Array(12 + data.length)
    new DataView(bytes.buffer).setUint32(0, data.length)
    bytes.set(new TextEncoder().encode(type), 4)
    bytes.set(data, 8)
    return bytes
  }
  const header = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0)
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Uint8Array.of(0, 0)))])
})()

let engine: Engine
beforeAll(async () => {
  engine = await testEngine()
})
afterAll(() => engine.dispose())

/** Trains in a folder until an event, as a process that is killed there, and gives all events. */
async function train(folder: string, until: (event: TrainingEvent, count: number) => boolean, resume = false) {
  const log = logTensorBoard(folder)
  const all: TrainingEvent[] = []
  const training = { steps: 10, checkpointFolder: join(folder, 'training'), checkpointEvery: 3, engine }
  for await (const event of pretrain(everythingOn({ ...training, ...(resume && { resume: 'auto' as const }) }))) {
    all.push(event)
    await log(event)
    if (until(event, all.length)) break
  }
  return all
}

it('computes the checksum of RFC 3720', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283)
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
  expect(crc32c(new Uint8Array(0))).toBe(0)
})

it('reads records up to one that is damaged or cut short', () => {
  const texts = ['a', '', 'longer than that'].map((text) => new TextEncoder().encode(text))
  const bytes = Buffer.concat(texts.map(toRecord))
  expect([...recordsOf(bytes)].map((data) => Buffer.from(data).toString())).toEqual(['a', '', 'longer than that'])
  for (let length = 0; length < bytes.length; length++) {
    const found = [...recordsOf(bytes.subarray(0, length))]
    expect(found.length).toBe(length < 17 ? 0 : length < 33 ? 1 : 2)
  }
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1
    expect([...recordsOf(changed)].length).toBeLessThan(3)
  }
})

describe('TensorBoard', () => {
  it('reads every step and evaluation of a run', { timeout: 60_000 }, async (context) => {
    context.skip(!hasBoard, reason)
    const folder = await temporaryFolder()
    const events = await train(folder, () => false)
    const { scalars } = readBoard(folder)
    const steps = events.filter((event) => event.type === 'step')
    expect(scalars['training/loss']).toEqual(steps.map(({ step, loss }) => [step, Math.fround(loss)]))
    expect(scalars['training/learning rate']!.at(-1)![1]).toBe(Math.fround(steps.at(-1)!.learningRate))
    const evaluations = events.filter((event) => event.type === 'evaluation')
    expect(evaluations.length).toBeGreaterThan(2)
    expect(scalars['validation/loss']).toEqual(
      evaluations.map(({ step, metrics }) => [step, Math.fround(metrics.loss)]),
    )
  })

  it('reads no step twice of a run that went on after a kill, and nothing else than of a whole one', {
    timeout: 120_000,
  }, async (context) => {
    context.skip(!hasBoard, reason)
    const whole = await temporaryFolder()
    const all = await train(whole, () => false)
    const { 'training/milliseconds': _, ...expected } = readBoard(whole).scalars
    for (let kill = 5; kill < all.length; kill += 11) {
      const folder = await temporaryFolder()
      await train(folder, (_, count) => count === kill)
      // What was written last may be cut short.
      if (kill % 2 === 1) await appendFile(join(folder, boardFile), toRecord(new Uint8Array(50)).subarray(0, 30))
      await train(folder, () => false, true)
      const { 'training/milliseconds': time, ...found } = readBoard(folder).scalars
      expect(found, `killed at event ${kill}`).toEqual(expected)
      expect(time!.map(([step]) => step)).toEqual(expected['training/loss']!.map(([step]) => step))
      expect((await readdir(folder)).filter((name) => name.includes('tfevents'))).toEqual([boardFile])
    }
  })

  it('shows pictures, those of the last time', { timeout: 60_000 }, async (context) => {
    context.skip(!hasBoard, reason)
    const folder = await temporaryFolder()
    await train(folder, ({ type }) => type === 'checkpoint')
    await writeBoardPictures(folder, 3, [{ tag: '1 old', png }])
    await writeBoardPictures(folder, 7, [
      { tag: '1 ünlike', png },
      { tag: '2 like', png },
    ])
    const { images, scalars } = readBoard(folder)
    expect(images).toEqual({ 'pictures/1 ünlike': [[7, 1, 1]], 'pictures/2 like': [[7, 1, 1]] })
    expect(scalars['training/loss']!.length).toBeGreaterThan(0)
  })
})

describe('an event file', () => {
  it('is begun anew by a run that starts, but for one that no run wrote', async () => {
    const folder = await temporaryFolder()
    await train(folder, ({ type }) => type === 'checkpoint')
    const before = await readFile(join(folder, boardFile))
    await rm(join(folder, 'training'), { recursive: true })
    await train(folder, ({ type }) => type === 'step')
    expect((await readFile(join(folder, boardFile))).length).toBeLessThan(before.length)
    const foreign = await temporaryFolder({ [boardFile]: 'my notes' })
    await expect(train(foreign, () => false)).rejects.toThrowRomae('RUN_LOG_FOREIGN_FILES', { found: [boardFile] })
    expect(await readFile(join(foreign, boardFile), 'utf8')).toBe('my notes')
  })

  it('says that it cannot be written', async () => {
    const folder = join(await temporaryFolder({ file: '' }), 'file')
    const run = pretrain(everythingOn({ steps: 2, engine }))
    await expect(runToEnd(run, logTensorBoard(folder))).rejects.toThrowRomae('RUN_LOG_UNWRITABLE', { path: folder })
  })
})
