import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { sizePresets } from '@romae/core'
import { Answers } from './answers.ts'
import type { Precision } from './options.ts'
import type { Runner } from './ours.ts'
import { tokenCounts, type Workload } from './workloads.ts'

const script = fileURLToPath(new URL('../peer/torch_peer.py', import.meta.url))

export type PeerMode = 'eager' | 'compile'

/** How the peer computes. */
export interface PeerSettings {
  readonly threads: number
  readonly device?: string
  readonly precision?: Precision
}

/** A PyTorch process that does a workload's steps on request. */
export interface Peer extends Runner {
  readonly version: string
  readonly parameters: number
  /** The name of the GPU, or `cpu`. */
  readonly device: string
  /** Peak resident memory so far, in megabytes. */
  peakMemory(): Promise<number>
}

/** The Python that is asked for, else that of PEER_PYTHON; null, also for an empty variable: none. */
export function peerPython(asked: string | undefined): string | null {
  return asked ?? (process.env.PEER_PYTHON || null)
}

/**
 * Starts PyTorch for one workload.
 *
 * @param python an interpreter with torch, e.g. of `pnpm bench peer FOLDER`
 */
export async function startPeer(
  workload: Workload,
  mode: PeerMode,
  settings: PeerSettings,
  python: string,
): Promise<Peer> {
  const child = spawn(python, [script, ...peerArguments(workload, mode, settings)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, OMP_NUM_THREADS: String(settings.threads) },
  })
  const answers = new Answers(child)
  const { ready, parameters, device } = (await answers.next()) as { ready: string; parameters: number; device: string }
  const ask = async (command: string) => {
    child.stdin.write(`${command}\n`)
    return answers.next()
  }
  const timesOf = async (command: string) => ((await ask(command)) as { ms: number[] }).ms
  return {
    version: ready,
    parameters,
    device,
    step: (count) => timesOf(`step ${count}`),
    forward: (count) => timesOf(`forward ${count}`),
    peakMemory: async () => ((await ask('memory')) as { peak_mb: number }).peak_mb,
    async dispose() {
      child.stdin.end()
      await answers.ended
    },
  }
}

function peerArguments(workload: Workload, mode: PeerMode, settings: PeerSettings): string[] {
  const { threads, device = 'cpu', precision = 'float32' } = settings
  const { batch, tokenSize, axes } = workload
  const { masked, visible } = tokenCounts(workload)
  const size = (name: Workload['encoder']) => {
    const { dModel, heads, depth } = sizePresets[name]
    return [dModel, heads, depth].join(',')
  }
  const options = {
    encoder: size(workload.encoder),
    decoder: size(workload.decoder),
    batch,
    visible,
    masked,
    'token-size': tokenSize,
    axes,
    threads,
    mode,
    device: device === 'cpu' ? 'cpu' : 'cuda',
    precision,
  }
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
}
