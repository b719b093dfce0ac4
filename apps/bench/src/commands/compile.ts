import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CompileEvent } from '@romae/engine'
import { Command } from 'commander'
import { print, tell } from 'romae'
import { integer, workloadsOption } from '../options.ts'
import { saveResults } from '../results.ts'
import { trainInChild } from '../run-child.ts'
import { type Quartiles, quartiles } from '../statistics.ts'
import { row } from '../table.ts'
import { compileMs, reportCompilation } from '../verbose.ts'
import { describe, type Workload } from '../workloads.ts'

interface CompileOptions {
  readonly workloads: readonly Workload[]
  readonly rounds: number
  readonly threads: number
  readonly json: boolean
  readonly verbose: boolean
  readonly results?: string
}

/** Compile times of one workload's training step. */
interface CompileResult {
  readonly workload: Workload
  readonly nodes: number
  /** With an empty cache. */
  readonly cold: Quartiles
  /** With what the cold compilation left in the cache. */
  readonly warm: Quartiles
}

/** `bench compile`. */
export function compileCommand(): Command {
  return new Command('compile')
    .description('compile times of a training step in fresh processes, without and with the cache')
    .addOption(workloadsOption())
    .option('--rounds <count>', 'compilations of each kind', integer, 3)
    .option('--threads <count>', 'threads of the engine', integer, availableParallelism())
    .option('--json', 'print JSON alone', false)
    .option('--results <folder>', 'also write the results there, as a page and as JSON')
    .option('--verbose', 'also say what was compiled, on standard error', false)
    .action(run)
}

async function run(options: CompileOptions): Promise<void> {
  const results: CompileResult[] = []
  const line = (...cells: readonly string[]) => row([28, 8, 20, 20], cells)
  if (!options.json) print(line(...columns))
  for (const workload of options.workloads) {
    const result = await measure(workload, options)
    results.push(result)
    if (!options.json) print(line(...cellsOf(result)))
  }
  if (options.json) print(JSON.stringify({ workloads: results.map(jsonRow) }, null, 2))
  if (options.results === undefined) return
  const path = await saveResults(options.results, {
    name: 'bench-compile',
    title: 'Compiling a training step',
    notes: [
      'Medians and quartiles, in fresh processes: recording, passes, export and loading without the cache, and loading from it.',
    ],
    columns,
    rows: results.map(cellsOf),
    json: { workloads: results.map(jsonRow) },
  })
  tell(`results written to ${path}`)
}

const columns = ['workload', 'nodes', 'cold ms', 'warm ms']

function cellsOf({ workload, nodes, cold, warm }: CompileResult): string[] {
  const times = [cold, warm].map(({ median, low, high }) => [median, low, high].map((ms) => ms.toFixed(0)))
  const cells = times.map(([median, low, high]) => `${median} (${low}-${high})`)
  return [`${workload.name} ${describe(workload)}`, String(nodes), ...cells]
}

async function measure(workload: Workload, { rounds, threads, verbose }: CompileOptions): Promise<CompileResult> {
  const events: CompileEvent[] = []
  for (let round = 0; round < rounds; round++) {
    const cacheDirectory = await mkdtemp(join(tmpdir(), 'romae-bench-'))
    try {
      // The first process fills the cache, the second finds it filled.
      for (const cached of [false, true]) {
        const { compilations } = await trainInChild({ workload: workload.name, steps: 1, threads, cacheDirectory })
        const [event] = compilations
        if (event?.cached !== cached) throw new Error(`the cache was not ${cached ? 'used' : 'empty'}`)
        if (verbose) reportCompilation(event)
        events.push(event)
      }
    } finally {
      await rm(cacheDirectory, { recursive: true, force: true })
    }
  }
  const times = (cached: boolean) => quartiles(events.filter((event) => event.cached === cached).map(compileMs))
  return { workload, nodes: events[0]!.nodes, cold: times(false), warm: times(true) }
}

function jsonRow({ workload, nodes, cold, warm }: CompileResult) {
  const times = { cold_ms: cold.median, warm_ms: warm.median, cold, warm }
  return { name: workload.name, workload: describe(workload), nodes, ...times }
}
