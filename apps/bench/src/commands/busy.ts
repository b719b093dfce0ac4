import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { createEngine, type Engine } from '@romae/engine'
import { onnxruntimeNode } from '@romae/engine/onnxruntime-node'
import { Command } from 'commander'
import { print } from 'romae'
import { integer, workloadsOption } from '../options.ts'
import { ourRunner, type Runner } from '../ours.ts'
import { saveResults } from '../results.ts'
import { type Quartiles, quartiles } from '../statistics.ts'
import { row } from '../table.ts'
import { describe, type Workload } from '../workloads.ts'

interface BusyOptions {
  readonly workloads: readonly Workload[]
  readonly rounds: number
  readonly perRound: number
  readonly json: boolean
  readonly results?: string
}

/** How long idle threads spin, in microseconds: never, as by default, and for longer than any gap in a graph. */
const contestants = { 'sleep at once': 0, default: undefined, 'spin for long': 10_000 } as const

/** Training steps with one choice of spinning. */
interface BusyResult {
  readonly workload: Workload
  readonly spinning: string
  readonly alone: Quartiles
  /** With one other process that wants a core all the time. */
  readonly busy: Quartiles
  readonly slowdown: number
}

/** `bench busy`. */
export function busyCommand(): Command {
  return new Command('busy')
    .description('a training step alone on the machine and beside one busy process, by how long idle threads spin')
    .addOption(workloadsOption('AC'))
    .option('--rounds <count>', 'rounds that count, after one that does not', integer, 4)
    .option('--per-round <count>', 'steps of each contestant in a round', integer, 4)
    .option('--json', 'print JSON alone', false)
    .option('--results <folder>', 'also write the results there, as a page and as JSON')
    .action(run)
}

async function run(options: BusyOptions): Promise<void> {
  const results: BusyResult[] = []
  const line = (...cells: readonly string[]) => row([30, 16, 20, 20, 10], cells)
  if (!options.json) print(line('workload, ms', 'idle threads', 'alone', 'beside one', 'slowdown'))
  for (const workload of options.workloads) {
    for (const result of await measure(workload, options)) {
      results.push(result)
      if (!options.json) print(line(...cellsOf(result)))
    }
  }
  const json = results.map(({ workload, ...rest }) => ({ name: workload.name, ...rest }))
  if (options.json) print(JSON.stringify({ workloads: json }, null, 2))
  if (options.results === undefined) return
  const path = await saveResults(options.results, {
    name: 'bench-busy',
    title: 'A training step beside another process',
    notes: [
      `Medians and quartiles in milliseconds, ${availableParallelism()} threads; the other process never pauses.`,
    ],
    columns: ['workload', 'idle threads', 'alone', 'beside one', 'slowdown'],
    rows: results.map(cellsOf),
    json,
  })
  if (!options.json) print(`\nwritten to ${path}`)
}

async function measure(workload: Workload, { rounds, perRound }: BusyOptions): Promise<BusyResult[]> {
  const engines: Engine[] = []
  const runners: Record<string, Runner> = {}
  const times: Record<string, { alone: number[]; busy: number[] }> = {}
  try {
    for (const [name, spinDuration] of Object.entries(contestants)) {
      const spinning = spinDuration === undefined ? {} : { spinDuration }
      const engine = await createEngine(onnxruntimeNode({ ...spinning }))
      engines.push(engine)
      runners[name] = ourRunner(workload, engine)
      times[name] = { alone: [], busy: [] }
    }
    for (let round = 0; round <= rounds; round++) {
      for (const condition of ['alone', 'busy'] as const) {
        const other = condition === 'busy' ? spawn(process.execPath, ['--eval', 'for (;;);']) : null
        try {
          for (const [name, runner] of Object.entries(runners)) {
            const measured = await runner.step(perRound)
            if (round > 0) times[name]![condition].push(...measured)
          }
        } finally {
          if (other?.kill()) await once(other, 'exit')
        }
      }
    }
  } finally {
    for (const runner of Object.values(runners)) await runner.dispose()
    for (const engine of engines) await engine.dispose()
  }
  return Object.entries(times).map(([spinning, { alone, busy }]) => {
    const [quiet, slowed] = [quartiles(alone), quartiles(busy)]
    return { workload, spinning, alone: quiet, busy: slowed, slowdown: slowed.median / quiet.median }
  })
}

function cellsOf({ workload, spinning, alone, busy, slowdown }: BusyResult): string[] {
  const cells = [alone, busy].map(({ median, low, high }) => {
    const [middle, ...ends] = [median, low, high].map((ms) => ms.toFixed(0))
    return `${middle} (${ends.join('-')})`
  })
  return [`${workload.name} ${describe(workload)}`, spinning, ...cells, slowdown.toFixed(2)]
}
