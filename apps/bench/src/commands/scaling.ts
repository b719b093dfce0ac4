import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { print, tell } from 'romae'
import { integer, workloadsOption } from '../options.ts'
import { peerPython } from '../peer.ts'
import { saveResults, tableLines } from '../results.ts'
import { compileReductions, launcherAbsence, type Place } from '../scaling/launch.ts'
import { openLink } from '../scaling/link.ts'
import { measure, type ScalingResult } from '../scaling/measure.ts'
import {
  batchTable,
  communicationRatio,
  constantColumns,
  constantRows,
  peerRatio,
  speedupTable,
  stepColumns,
  stepRows,
} from '../scaling/tables.ts'
import { withRanks } from '../scaling/with-ranks.ts'
import { row } from '../table.ts'
import type { Workload } from '../workloads.ts'

interface ScalingOptions {
  readonly workloads: readonly Workload[]
  readonly ranks: readonly number[]
  readonly speeds: readonly number[]
  readonly link: boolean
  readonly rounds: number
  readonly perRound: number
  readonly python?: string
  readonly json: boolean
  readonly results?: string
}

/** `bench scaling`. */
export function scalingCommand(): Command {
  return new Command('scaling')
    .description('training steps of several ranks, on this machine and over a link, beside torchrun with Gloo')
    .addOption(workloadsOption('AB'))
    .option('--ranks <counts>', 'on this machine, with commas between; 1 is always among them', parseCounts, [1, 2, 4])
    .option('--speeds <gigabits>', 'of the link, in Gb/s, with commas between', parseSpeeds, [1, 10])
    .option('--no-link', 'without ranks in two network namespaces')
    .option('--rounds <count>', 'rounds that count, after one that does not', integer, 4)
    .option('--per-round <count>', 'steps of each contestant in a round', integer, 2)
    .option('--python <path>', 'a Python with torch (default: PEER_PYTHON; without one, ours alone)')
    .option('--json', 'print JSON alone', false)
    .option('--results <folder>', 'also write the results there, as a page and as JSON')
    .action(run)
}

/** Ascending; the model takes its constants from one rank. */
function parseCounts(text: string): readonly number[] {
  return [...new Set([1, ...text.split(',').map(integer)])].toSorted((a, b) => a - b)
}

function parseSpeeds(text: string): readonly number[] {
  return text.split(',').map((part) => {
    const speed = Number(part)
    if (!(speed > 0 && Number.isFinite(speed))) throw new InvalidArgumentError('positive numbers are needed')
    return speed
  })
}

async function run(options: ScalingOptions): Promise<void> {
  const absence = launcherAbsence()
  if (absence !== null) {
    tell(`skipped: ${absence}`)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'romae-reductions-'))
  // Not by the signal: what was made of the system goes away at the exit.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const opened = options.link ? openLink() : { reason: 'not asked for' }
  const link = 'reason' in opened ? null : opened
  try {
    const python = peerPython(options.python)
    const reductions = compileReductions(folder)
    const absent = [
      ...('reason' in opened ? [`Without a link: ${opened.reason}.`] : []),
      ...(reductions === null ? ['Not beside C: needs mpicc and mpi.h (apt install libopenmpi-dev).'] : []),
      ...(python === null ? ['Not beside torchrun: set PEER_PYTHON to a Python with torch.'] : []),
    ]
    for (const reason of absent) tell(reason)
    const measured: ScalingResult[] = []
    const places: readonly Place[] = [
      ...options.ranks.map((ranks) => ({ ranks, link: null })),
      ...(link === null ? [] : [{ ranks: 2, link }]),
    ]
    if (!options.json) print(line(...stepColumns))
    for (const place of places) {
      await withRanks(place, python, async (started) => {
        for (const workload of options.workloads) {
          const result = await measure(workload, started, { ...options, reductions })
          measured.push(result)
          if (!options.json) for (const cells of stepRows(result)) print(line(...cells))
        }
      })
    }
    const results = options.workloads.map((workload) => joinPlaces(measured, workload))
    await report(results, absent, options)
  } finally {
    link?.dispose()
    rmSync(folder, { recursive: true })
  }
}

/** A workload's results at all places. */
function joinPlaces(measured: readonly ScalingResult[], workload: Workload): ScalingResult {
  const ofWorkload = measured.filter((result) => result.workload === workload)
  return { ...ofWorkload[0]!, settings: ofWorkload.flatMap(({ settings }) => settings) }
}

const line = (...cells: readonly string[]) => row([20, 16, 20, 20, 7, 20, 6, 9, 20, 7, 9, 8], cells)

async function report(results: readonly ScalingResult[], absent: readonly string[], options: ScalingOptions) {
  const notes = notesOf(results, absent)
  if (options.json) print(JSON.stringify({ workloads: results.map(jsonRow) }, null, 2))
  else for (const note of notes) print(note)
  if (options.results === undefined) return
  const path = await saveResults(options.results, {
    name: 'bench-scaling',
    title: 'Training steps of several ranks',
    notes,
    columns: stepColumns,
    rows: results.flatMap(stepRows),
    json: { workloads: results.map(jsonRow) },
  })
  tell(`results written to ${path}`)
}

function notesOf(results: readonly ScalingResult[], absent: readonly string[]): readonly string[] {
  const [{ engine, mpi, torch }] = results as [ScalingResult]
  const hasLink = results[0]!.settings.some(({ gigabits }) => gigabits !== null)
  return [
    `Medians and quartiles in milliseconds of rounds in which both sides and C take turns, one place after the other; ranks x threads of each; ${engine}, ${mpi}; ` +
      `PyTorch ${torch ?? 'not run'}: DistributedDataParallel, eager. One batch is shared by all ranks. With a speed: one rank in ` +
      "each of two network namespaces of this machine, with a link so fast between them, so that the other host's work is " +
      'done by the same processor.',
    '',
    'In all-reduces: from when the last rank has come to one; waiting: for that rank, on average. In C: the same all-reduces and ' +
      "nothing else. Ratio: torchrun's median over ours. MB sent: by the link's counter, by calculation without a link. Model: " +
      'T = C/N + U + 4P/b + 2(N-1)/N · 4P/B + 4⌈log2 N⌉α with the constants of the next table.',
    '',
    ...absent.flatMap((reason) => [reason, '']),
    ...bars(results),
    ...(hasLink ? modelNotes(results) : []),
  ]
}

/** Whether what is promised of ranks holds. */
function bars(results: readonly ScalingResult[]): readonly string[] {
  const lines = results.flatMap(({ workload, settings }) =>
    settings
      .filter(({ gigabits }) => gigabits === 10)
      .flatMap((setting) => {
        const [ofC, ofPeer] = [communicationRatio(setting), peerRatio(setting)]
        const isHeld = (held: boolean) => (held ? 'holds' : 'does not hold')
        return [
          ...(ofC === null ? [] : [`all-reduces ${ofC.toFixed(2)} of C's, at most 1.20: ${isHeld(ofC <= 1.2)}`]),
          ...(ofPeer === null
            ? []
            : [`${ofPeer.toFixed(2)} times as fast as torchrun, at least 1.00: ${isHeld(ofPeer >= 1)}`]),
        ].map((bar) => `- ${workload.name} over 10 Gb/s: ${bar}`)
      }),
  )
  return lines.length === 0 ? [] : ['What is promised:', '', ...lines, '']
}

function modelNotes(results: readonly ScalingResult[]): readonly string[] {
  const [speedups, batches] = [speedupTable(results), batchTable(results)]
  return [
    '## The model and its constants',
    '',
    'C: the gradient of the whole batch, its rows times what one takes; U: clipping and the update; 4P/b: the passes over the ' +
      "gradient that ranks make besides; B and α: of C's all-reduces of two ranks.",
    '',
    ...tableLines({ columns: constantColumns, rows: results.flatMap(constantRows) }),
    '',
    '## Extrapolated to 64 nodes',
    '',
    'Not measured: what the model says of nodes like this machine, each with a link of the speed that was measured. The same batch:',
    '',
    ...tableLines(speedups),
    '',
    'How much gradient a node has to compute in a step for nodes to be used to 80 %, in seconds, and the rows of the batch of all ' +
      'nodes that make it:',
    '',
    ...tableLines(batches),
  ]
}

function jsonRow({ workload, job, engine, mpi, torch, settings }: ScalingResult) {
  const rows = settings.map((setting) => ({
    ...setting,
    communication_ratio: communicationRatio(setting),
    ratio: peerRatio(setting),
  }))
  return { name: workload.name, ...job, engine, mpi, torch, settings: rows }
}
