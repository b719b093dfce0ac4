import { availableParallelism } from 'node:os'
import type { EngineName } from '@romae/engine'
import { Command } from 'commander'
import { print, tell } from 'romae'
import { measureCheckpointing } from '../checkpointing/measure.ts'
import { engineOption, integer, workloadsOption } from '../options.ts'
import { type PeerMode, peerPython, startPeer } from '../peer.ts'
import { saveResults } from '../results.ts'
import { trainInChild } from '../run-child.ts'
import { row } from '../table.ts'
import { reportCompilation } from '../verbose.ts'
import { describe, type Workload } from '../workloads.ts'

interface MemoryOptions {
  readonly workloads: readonly Workload[]
  readonly steps: number
  readonly threads: number
  readonly python?: string
  readonly checkpointing: boolean
  /** Of `--checkpointing`. */
  readonly engine: readonly EngineName[]
  readonly json: boolean
  readonly verbose: boolean
  readonly results?: string
}

/** Peak resident memory of one workload's contestants, in megabytes. */
interface MemoryResult {
  readonly workload: Workload
  readonly ours: number
  /** Empty without a Python for the peer. */
  readonly peers: Readonly<Partial<Record<PeerMode, number>>>
}

/** `bench memory`. */
export function memoryCommand(): Command {
  return new Command('memory')
    .description("peak resident memory of a fresh process that makes training steps, ours and PyTorch's")
    .addOption(workloadsOption())
    .option('--steps <count>', 'training steps of each contestant', integer, 20)
    .option('--threads <count>', 'of each contestant', integer, availableParallelism())
    .option('--python <path>', 'a Python with torch (default: PEER_PYTHON; without one, ours alone)')
    .option('--checkpointing', 'in their place long samples, without and with activation checkpointing', false)
    .addOption(engineOption())
    .option('--json', 'print JSON alone', false)
    .option('--results <folder>', 'also write the results there, as a page and as JSON')
    .option('--verbose', 'also say what was compiled, on standard error', false)
    .action(run)
}

async function run(options: MemoryOptions): Promise<void> {
  if (options.checkpointing) return measureCheckpointing(options)
  const results: MemoryResult[] = []
  const line = (...cells: readonly string[]) => row([28, 10, 18, 18, 8], cells)
  if (!options.json) print(line(...columns))
  for (const workload of options.workloads) {
    const result = await measure(workload, options)
    results.push(result)
    if (!options.json) print(line(...cellsOf(result)))
  }
  if (options.json) print(JSON.stringify({ workloads: results.map(jsonRow) }, null, 2))
  if (options.results === undefined) return
  const path = await saveResults(options.results, {
    name: 'bench-memory',
    title: 'Peak resident memory of training steps beside PyTorch',
    notes: [
      `Megabytes of fresh processes that make ${options.steps} steps, compiling included. The ratio is PyTorch's smaller peak ` +
        'over ours.',
    ],
    columns,
    rows: results.map(cellsOf),
    json: { workloads: results.map(jsonRow) },
  })
  tell(`results written to ${path}`)
}

const columns = ['workload, MB', 'ours', 'PyTorch eager', 'PyTorch compile', 'ratio']

function cellsOf(result: MemoryResult): string[] {
  const { workload, ours, peers } = result
  const cells = [ours, peers.eager, peers.compile].map((megabytes) => megabytes?.toFixed(0) ?? '-')
  return [`${workload.name} ${describe(workload)}`, ...cells, ratioOf(result)?.toFixed(2) ?? '-']
}

async function measure(workload: Workload, options: MemoryOptions): Promise<MemoryResult> {
  const { steps, threads, verbose } = options
  const python = peerPython(options.python)
  // Without a cache: recording belongs to the peak.
  const task = { workload: workload.name, steps, threads, cacheDirectory: null }
  const { peakMb: ours, compilations } = await trainInChild(task)
  if (verbose) for (const event of compilations) reportCompilation(event)
  const peers: Partial<Record<PeerMode, number>> = {}
  if (python !== null) {
    for (const mode of ['eager', 'compile'] as const) {
      const peer = await startPeer(workload, mode, { threads }, python)
      try {
        await peer.step(steps)
        peers[mode] = await peer.peakMemory()
      } finally {
        await peer.dispose()
      }
    }
  }
  return { workload, ours, peers }
}

/** The smaller of PyTorch's peaks over ours: above 1 we need less. Null without a peer. */
function ratioOf({ ours, peers }: MemoryResult): number | null {
  const peaks = Object.values(peers)
  return peaks.length === 0 ? null : Math.min(...peaks) / ours
}

function jsonRow(result: MemoryResult) {
  const { workload, ours, peers } = result
  const peaks = Object.values(peers)
  return {
    name: workload.name,
    workload: describe(workload),
    ours_mb: ours,
    peer_mb: peaks.length === 0 ? null : Math.min(...peaks),
    ratio: ratioOf(result),
    peers,
  }
}
