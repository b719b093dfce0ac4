import { writeFileSync } from 'node:fs'
import { connect } from '@romae/distributed'
import { createEngine, providerByName } from '@romae/engine'
import { type FaultName, faults } from './faults.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import { trainOnce } from './train-once.ts'

/** What a process of the check is to do, as JSON in its only argument: one training, alone or as one of several ranks. */
export interface RankTask {
  readonly scenario: ScenarioName
  /** Micro-batches of a process that is alone; null for a rank. */
  readonly parts: number | null
  /** Sums are made in the order of ranks; the same in all tasks of a process. */
  readonly ordered?: boolean
  readonly steps?: number
  /** Where rank 0 keeps checkpoints, one every so many steps, to go on from. */
  readonly checkpoints?: { readonly folder: string; readonly every: number }
  /** What rank 1 has otherwise than the others. */
  readonly other?: 'data' | 'engine' | 'code'
  /** What ranks do wrong. */
  readonly fault?: FaultName
  /** Where rank 0 writes the parameters. */
  readonly out?: string
}

/** What a rank prints, one JSON a line. */
export type RankSaid =
  | { readonly type: 'begun'; readonly rank: number; readonly process: number; readonly localSize: number }
  | { readonly type: 'start' }
  | { readonly type: 'resume' | 'checkpoint'; readonly step: number }
  | { readonly type: 'done'; readonly rank: number; readonly hash: string }
  | { readonly type: 'failed'; readonly rank: number; readonly code: string | null; readonly message: string }

const print = (said: RankSaid) => process.stdout.write(`${JSON.stringify(said)}\n`)

async function train(task: RankTask, communicator: Awaited<ReturnType<typeof connect>> | null): Promise<void> {
  const { scenario, parts, steps, checkpoints, other, fault, out } = task
  const rank = communicator?.rank ?? 0
  print({ type: 'begun', rank, process: process.pid, localSize: communicator?.localSize ?? 1 })
  const isOther = rank === 1
  const engine = await createEngine(
    isOther && other === 'engine' ? providerByName('tfjs') : providerByName('onnxruntime-node', { threads: 1 }),
  )
  const { info } = engine
  const run = scenarios[scenario](
    {
      engine: isOther && other === 'code' ? { ...engine, info: { ...info, version: '0.0.1' } } : engine,
      ...(communicator !== null && { communicator: fault === undefined ? communicator : faults[fault](communicator) }),
      ...(parts !== null && { gradientAccumulationSteps: parts }),
      ...(steps !== undefined && { steps, epochs: null }),
      ...(checkpoints !== undefined && {
        checkpointFolder: checkpoints.folder,
        checkpointEvery: checkpoints.every,
        resume: 'auto',
      }),
    },
    isOther && other === 'data' ? 8 : 7,
  )
  try {
    const { flat, hash } = await trainOnce(run, (event) => {
      if (rank !== 0) return
      if (event.type === 'start') print({ type: 'start' })
      if (event.type === 'resume' || event.type === 'checkpoint') print({ type: event.type, step: event.step })
    })
    if (out !== undefined && rank === 0) writeFileSync(out, flat)
    print({ type: 'done', rank, hash })
  } catch (error) {
    const { code = null, message } = error as { code?: string; message: string }
    print({ type: 'failed', rank, code, message })
    process.exitCode = 1
  } finally {
    await engine.dispose()
  }
}

const tasks = JSON.parse(process.argv[2]!) as readonly RankTask[]
const { parts, ordered = false } = tasks[0]!
const communicator = parts === null ? await connect({ timeout: 30, ordered }) : null
for (const task of tasks) await train(task, communicator)
await communicator?.close()
