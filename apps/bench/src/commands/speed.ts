import { availableParallelism } from 'node:os'
import type { EngineInfo, EngineName } from '@romae/engine'
import { Command } from 'commander'
import { print, tell } from 'romae'
import { type Comparison, compare, ratioOf, type Work } from '../compare.ts'
import {
  deviceOption,
  engineOption,
  integer,
  type Precision,
  precisionOption,
  whole,
  workloadsOption,
} from '../options.ts'
import { peerPython } from '../peer.ts'
import { saveResults } from '../results.ts'
import { geometricMean, type Quartiles } from '../statistics.ts'
import { row } from '../table.ts'
import { reportCompilation } from '../verbose.ts'
import { describe, type Workload, workloadFlops } from '../workloads.ts'

interface SpeedOptions {
  readonly workloads: readonly Workload[]
  readonly engine: readonly EngineName[]
  readonly rounds: number
  readonly perRound: number
  readonly threads: number
  readonly device: string
  readonly precision: Precision
  readonly xla: boolean
  readonly spinDuration?: number
  readonly python?: string
  readonly json: boolean
  readonly verbose: boolean
  readonly results?: string
}

/** `bench step` or `bench forward`. */
export function speedCommand(work: Work, what: string): Command {
  return new Command(work)
    .description(`${what}, ours and PyTorch's in turn`)
    .addOption(workloadsOption())
    .addOption(engineOption())
    .option('--rounds <count>', 'rounds that count, after one that does not', integer, 5)
    .option('--per-round <count>', 'steps of each contestant in a round', integer, 4)
    .option('--threads <count>', 'of each contestant', integer, availableParallelism())
    .addOption(deviceOption())
    .addOption(precisionOption())
    .option('--xla', 'tensorflow: compile with XLA', false)
    .option('--spin-duration <microseconds>', 'for which our idle threads spin before they sleep', whole)
    .option('--python <path>', 'a Python with torch (default: PEER_PYTHON; without one, ours alone)')
    .option('--json', 'print JSON alone', false)
    .option('--results <folder>', 'also write the results there, as a page and as JSON')
    .option('--verbose', 'also say what was compiled, on standard error', false)
    .action((options: SpeedOptions) => run(work, options))
}

async function run(work: Work, options: SpeedOptions): Promise<void> {
  const python = peerPython(options.python)
  const onCompile = options.verbose ? reportCompilation : undefined
  const results: Comparison[] = []
  for (const workload of options.workloads) {
    const compared = await compare(workload, work, { ...options, engines: options.engine, python, onCompile })
    if (!options.json && results.length === 0) printHead(work, compared)
    if (!options.json) for (const result of compared) printResult(work, result, compared.length > 1)
    results.push(...compared)
  }
  const geomeans = Object.fromEntries(
    options.engine.map((name) => {
      const ratios = results.filter(({ engine }) => engine.name === name).map(ratioOf)
      return [name, python === null ? null : geometricMean(ratios.map(Number))]
    }),
  )
  if (options.results !== undefined) await save(options.results, work, results, geomeans, options)
  if (options.json) {
    const [geomean] = Object.values(geomeans)
    print(JSON.stringify({ workloads: results.map(jsonRow), geomean, geomeans }, null, 2))
  } else if (python === null) {
    print('\nno peer: set PEER_PYTHON to a Python with torch')
  } else {
    const means = Object.entries(geomeans).map(([name, mean]) => `${mean!.toFixed(2)} (${name})`)
    print(`\ngeometric mean of the ratios: ${means.join(', ')}`)
  }
}

function printHead(work: Work, compared: readonly Comparison[]): void {
  const threads = ({ name, version, threads }: EngineInfo) => `${name} ${version}, ${threads} threads`
  print(`${compared.map(({ engine }) => threads(engine)).join('; ')}; medians and quartiles in ms`)
  print(line(...head(work)))
}

function printResult(work: Work, result: Comparison, named: boolean): void {
  const { workload, engine } = result
  const name = named ? `${workload.name} on ${engine.name}` : `${workload.name} ${describe(workload)}`
  print(line(name, ...cellsOf(work, result)))
}

const line = (...cells: readonly string[]) => row([28, 22, 22, 22, 7, 9, 9], cells)

/** Columns of the table. Operations of a forward pass are not counted. */
function head(work: Work): readonly string[] {
  const columns = ['workload', 'ours', 'PyTorch eager', 'PyTorch compile', 'ratio']
  return work === 'step' ? [...columns, 'GFLOP/s', 'of peak'] : columns
}

function cellsOf(work: Work, result: Comparison): readonly string[] {
  const { ours, peers } = result
  const cells = [ours, peers.eager, peers.compile].map(formatQuartiles)
  const compared = [...cells, ratioOf(result)?.toFixed(2) ?? '-']
  if (work === 'forward') return compared
  return [...compared, (rateOf(result) / 1e9).toFixed(0), `${((100 * rateOf(result)) / result.peakRate).toFixed(0)} %`]
}

/** Operations of a step's matrix products, a second. */
function rateOf({ workload, ours }: Comparison): number {
  return (workloadFlops(workload) / ours.median) * 1e3
}

async function save(
  folder: string,
  work: Work,
  results: readonly Comparison[],
  geomeans: Readonly<Record<string, number | null>>,
  { device, precision, xla }: SpeedOptions,
): Promise<void> {
  const [first] = results
  const means = Object.entries(geomeans).map(([name, mean]) => `${mean?.toFixed(2) ?? '-'} (${name})`)
  // Each kind of run has a page of its own.
  const kind = [device, precision, ...(xla ? ['xla'] : [])].filter((name) => name !== 'cpu' && name !== 'float32')
  const versions = [...new Set(results.map(({ engine }) => `${engine.name} ${engine.version}`))].join(', ')
  const path = await saveResults(folder, {
    name: ['bench', work, ...kind].join('-'),
    title: [work === 'step' ? 'Training steps beside PyTorch' : 'Forward passes beside PyTorch', ...kind].join(', '),
    notes: [
      `Geometric mean of the ratios: ${means.join(', ')}. The ratio is PyTorch's better median over ours.`,
      '',
      `Medians and quartiles in milliseconds of interleaved rounds; ${first?.engine.threads} threads each; ${versions}; ` +
        `PyTorch ${first?.peerVersion ?? 'not run'}${device === 'cpu' ? '' : ` on ${first?.peerDevice ?? 'no peer'}`}. Peak: the best of the engine's products of two 1024 x 1024 matrices in the same rounds.`,
    ],
    columns: ['workload', ...head(work).slice(1)],
    rows: results.map((result) => [
      `${result.workload.name} ${describe(result.workload)}, ${result.engine.name}`,
      ...cellsOf(work, result),
    ]),
    json: { workloads: results.map(jsonRow), geomeans },
  })
  tell(`results written to ${path}`)
}

function formatQuartiles(times: Quartiles | undefined): string {
  if (times === undefined) return '-'
  const [median, low, high] = [times.median, times.low, times.high].map((ms) => ms.toFixed(times.median < 20 ? 1 : 0))
  return `${median} (${low}-${high})`
}

function jsonRow(result: Comparison) {
  const peers = Object.values(result.peers).map(({ median }) => median)
  return {
    name: result.workload.name,
    workload: describe(result.workload),
    ours_ms: result.ours.median,
    peer_ms: peers.length === 0 ? null : Math.min(...peers),
    ratio: ratioOf(result),
    ours: result.ours,
    peers: result.peers,
    engine: result.engine,
    peak_gflops: result.peakRate / 1e9,
    torch: result.peerVersion,
    peer_device: result.peerDevice,
  }
}
