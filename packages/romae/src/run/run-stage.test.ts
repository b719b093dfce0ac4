import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { createEngine, inProcessCommunicators } from '@romae/engine'
import { pretrain, type TrainingOptions } from '@romae/trainer/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Ranks } from '../ranks/ranks.ts'
import { silence } from '../terminal/print.ts'
import { type Row, rowTokenizer } from '../testing/rows.ts'
import { runStage } from './run-stage.ts'
import type { Session } from './session.ts'

const stack = { dModel: 8, heads: 2, depth: 1 }
const samples = Array.from({ length: 9 }, (_, row): Row => [0, 1, 2, 3].map((place) => Math.sin(row + place)))
const start = (training: TrainingOptions) =>
  pretrain({
    tokenizer: rowTokenizer,
    samples,
    model: { encoder: stack, decoder: stack },
    training: { epochs: 2, batchSize: 4, ...training },
  })

/** Two ranks, each of which believes that the run is in a folder of its own, as machines without a common disk do. */
async function onBoth(resume: boolean, folders: readonly string[], signals: readonly AbortSignal[]) {
  const runs = inProcessCommunicators(2).map(async (communicator, rank) => {
    const engine = await createEngine('auto')
    const stop = (done: string): never => {
      throw new Error(done)
    }
    const session = {
      engine,
      signal: signals[rank]!,
      ranks: new Ranks(communicator),
      say: () => {},
      command: 'test',
      claim: async () => {},
      stop,
    } satisfies Partial<Session>
    const stage = { label: 'pre-training', folder: folders[rank]!, settings: {}, start }
    try {
      return await runStage(stage, session as unknown as Session, {
        resume,
        overwrite: false,
        saveEvery: 2,
        tensorboard: true,
      })
    } finally {
      await engine.dispose()
    }
  })
  return Promise.allSettled(runs)
}

const never = [new AbortController().signal, new AbortController().signal]

describe('a stage of two ranks', () => {
  beforeAll(() => silence(true))
  afterAll(() => silence(false))

  it('is trained by both, and written by the first, whose finished model both take', async () => {
    const folders = [await temporaryFolder(), await temporaryFolder()]
    const [first, second] = await onBoth(false, folders, never)
    expect(first).toMatchObject({ status: 'fulfilled' })
    expect(second).toEqual(first)
    expect(await readdir(folders[1]!)).toEqual([])
    expect(await readdir(folders[0]!)).toContain('events.out.tfevents.romae')
    expect(await readdir(folders[0]!)).toEqual(expect.arrayContaining(['checkpoint', 'metrics.jsonl']))
    const written = await readFile(join(folders[0]!, 'checkpoint/model.safetensors'))
    const [again, onOther] = await onBoth(true, folders, never)
    expect(again).toMatchObject({ status: 'fulfilled' })
    expect(onOther).toMatchObject({
      value: { parameters: (again as { value: { parameters: object } }).value.parameters },
    })
    expect((await readFile(join(folders[0]!, 'checkpoint/model.safetensors'))).equals(written)).toBe(true)
  }, 60_000)

  it('stops on both where one is told, and goes on', async () => {
    const folders = [await temporaryFolder(), await temporaryFolder()]
    const stopped = await onBoth(false, folders, [never[0]!, AbortSignal.abort()])
    const reasons = stopped.map((one) => ('reason' in one ? one.reason.message : null))
    expect(reasons).toEqual([expect.stringContaining('stopped after step 1 of 6'), reasons[0]])
    expect(await readdir(join(folders[0]!, 'training'))).toEqual(['step-00000001'])
    const [first, second] = await onBoth(true, folders, never)
    expect(first).toMatchObject({ status: 'fulfilled' })
    expect(second).toEqual(first)
  }, 60_000)
})
