import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { sizePresets } from '@romae/core'
import type { EngineName } from '@romae/engine'
import { Answers } from '../answers.ts'
import { decoder, encoder } from './model.ts'
import type { SetForm } from './sets.ts'

/** What every contestant of a set is told. */
export interface Contest {
  readonly folder: string
  readonly form: SetForm
  readonly batch: number
  readonly threads: number
}

/** What our process is told. */
export interface EpochsTask extends Contest {
  readonly engine: EngineName
  /** At most. */
  readonly epochs: number
}

export type PeerWay = 'padded' | 'sorted'

/** A process that has read a set, and trains on it an epoch at a time. */
export interface Contestant {
  readonly version: string
  /** From the start of reading until there is a model to train. */
  readonly readMs: number
  readonly samples: number
  readonly parameters: number
  epoch(): Promise<{ readonly ms: number; readonly loss: number; readonly waited_ms?: number }>
  /** Peak resident memory so far, in megabytes. */
  peakMemory(): Promise<number>
  dispose(): Promise<void>
}

export function startOurs(task: EpochsTask): Promise<Contestant> {
  const program = fileURLToPath(new URL('./child.ts', import.meta.url))
  return start(process.execPath, [...process.execArgv, program, JSON.stringify(task)], task.threads)
}

/** @param python an interpreter with torch and pandas, e.g. of `pnpm bench peer FOLDER --pypots` */
export function startPeer(
  { folder, batch, threads }: Contest,
  mode: 'eager' | 'compile',
  way: PeerWay,
  python: string,
): Promise<Contestant> {
  const script = fileURLToPath(new URL('../../peer/epochs_peer.py', import.meta.url))
  const size = (name: typeof encoder) => {
    const { dModel, heads, depth } = sizePresets[name]
    return [dModel, heads, depth].join(',')
  }
  const options = { folder, encoder: size(encoder), decoder: size(decoder), batch, threads, mode, batches: way }
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  return start(python, [script, ...given], threads)
}

async function start(program: string, given: readonly string[], threads: number): Promise<Contestant> {
  const child = spawn(program, given, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: String(threads) },
  })
  const answers = new Answers(child)
  const ask = async (command: string) => {
    child.stdin.write(`${command}\n`)
    return answers.next()
  }
  const opened = (await answers.next()) as {
    readonly ready: string
    readonly read_ms: number
    readonly samples: number
    readonly parameters: number
  }
  return {
    version: opened.ready,
    readMs: opened.read_ms,
    samples: opened.samples,
    parameters: opened.parameters,
    epoch: async () => (await ask('epoch')) as Awaited<ReturnType<Contestant['epoch']>>,
    peakMemory: async () => ((await ask('memory')) as { readonly peak_mb: number }).peak_mb,
    async dispose() {
      child.stdin.end()
      await answers.ended
    },
  }
}
