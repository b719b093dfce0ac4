import {
  type CompileEvent,
  createEngine,
  type Engine,
  type EngineInfo,
  type EngineName,
  type EngineProvider,
  providerByName,
} from '@romae/engine'
import type { Precision } from './options.ts'
import { ourRunner, type Runner } from './ours.ts'
import { peakFlops, peakRunner } from './peak.ts'
import { type PeerMode, startPeer } from './peer.ts'
import { type Quartiles, quartiles } from './statistics.ts'
import type { Workload } from './workloads.ts'

export type Work = 'step' | 'forward'

/** Times of one workload, ours and PyTorch's, from interleaved rounds. */
export interface Comparison {
  readonly workload: Workload
  readonly engine: EngineInfo
  readonly ours: Quartiles
  /** Empty without a Python for the peer. */
  readonly peers: Readonly<Partial<Record<PeerMode, Quartiles>>>
  /** Operations a second of the engine's product of two large matrices: the best of the same rounds. */
  readonly peakRate: number
  /** PyTorch's version; null without a Python for the peer. */
  readonly peerVersion: string | null
  /** The name of the GPU that the peer found, or `cpu`; null without a peer. */
  readonly peerDevice: string | null
}

export interface CompareOptions {
  /** Ours, each a contestant of its own. */
  readonly engines: readonly EngineName[]
  readonly rounds: number
  /** Steps of each contestant in each round. */
  readonly perRound: number
  readonly threads: number
  readonly device: string
  readonly precision: Precision
  /** Whether TensorFlow compiles with XLA. */
  readonly xla: boolean
  /** Microseconds; the engine's default where absent. */
  readonly spinDuration?: number
  /** Null runs ours alone. */
  readonly python: string | null
  readonly onCompile: ((event: CompileEvent) => void) | undefined
}

/** Idle threads of the one before may still spin; a pause lets them go to sleep. */
const PAUSE_MS = 300

/**
 * Times ours and PyTorch (eager and compiled) in turn, round by round in one run, so that a machine that grows slower
 * grows slower for all. The first round warms up and is not counted.
 *
 * @returns one comparison an engine, with the same peers
 */
export async function compare(workload: Workload, work: Work, options: CompareOptions): Promise<Comparison[]> {
  const { rounds, perRound, python } = options
  const engines: Engine[] = []
  const contestants: Record<string, Runner> = {}
  const peaks: Record<string, ReturnType<typeof peakRunner>> = {}
  let peerVersion: string | null = null
  let peerDevice: string | null = null
  try {
    for (const name of options.engines) {
      const engine = await createEngine(providerOf(name, options), {
        ...(options.onCompile && { onCompile: options.onCompile }),
      })
      engines.push(engine)
      contestants[name] = ourRunner(workload, engine)
      peaks[name] = peakRunner(engine)
    }
    if (python !== null) {
      for (const mode of ['eager', 'compile'] as const) {
        const peer = await startPeer(workload, mode, options, python)
        contestants[mode] = peer
        peerVersion = peer.version
        peerDevice = peer.device
      }
    }
    const times: Record<string, number[]> = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]))
    const peakTimes: Record<string, number[]> = Object.fromEntries(options.engines.map((name) => [name, []]))
    for (let round = 0; round <= rounds; round++) {
      for (const [name, contestant] of Object.entries(contestants)) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
        const measured = await contestant[work](perRound)
        if (round > 0) times[name]!.push(...measured)
      }
      for (const [name, peak] of Object.entries(peaks)) {
        const measured = await peak.run(perRound)
        if (round > 0) peakTimes[name]!.push(...measured)
      }
    }
    const peerModes = Object.keys(contestants).slice(engines.length)
    const peers = Object.fromEntries(peerModes.map((mode) => [mode, quartiles(times[mode]!)]))
    return engines.map(({ info }) => {
      const peakRate = (peakFlops / Math.min(...peakTimes[info.name]!)) * 1e3
      return { workload, engine: info, ours: quartiles(times[info.name]!), peers, peakRate, peerVersion, peerDevice }
    })
  } finally {
    for (const contestant of [...Object.values(contestants), ...Object.values(peaks)]) await contestant.dispose()
    for (const engine of engines) await engine.dispose()
  }
}

function providerOf(engine: EngineName, options: CompareOptions): EngineProvider {
  const { threads, device, precision, xla, spinDuration } = options
  const spins = engine === 'onnxruntime-node' && spinDuration !== undefined
  return providerByName(engine, {
    // tfjs has neither, and says so where a device is asked for. TensorFlow would take a GPU by itself.
    ...(engine !== 'tfjs' && { threads }),
    ...((engine !== 'tfjs' || device !== 'cpu') && { device }),
    ...(precision !== 'float32' && { [precision]: true }),
    ...(xla && { xla }),
    ...(spins && { spinDuration }),
  })
}

/** How many times faster ours is than the better of PyTorch's modes; null without a peer. */
export function ratioOf({ ours, peers }: Comparison): number | null {
  const medians = Object.values(peers).map(({ median }) => median)
  return medians.length === 0 ? null : Math.min(...medians) / ours.median
}
