import { type Quartiles, quartiles } from '../statistics.ts'
import type { Workload } from '../workloads.ts'
import { reduceInC } from './contestants.ts'
import type { Job, NetworkCosts, NodeCosts } from './cost-model.ts'
import type { RankStep } from './rank-runner.ts'
import type { Started } from './with-ranks.ts'

export interface MeasureOptions {
  readonly rounds: number
  /** Steps of each contestant in a round. */
  readonly perRound: number
  /** Gigabits a second of the link, in turn. */
  readonly speeds: readonly number[]
  /** The all-reduces in C; null without. */
  readonly reductions: string | null
}

/** Times of one setting, in milliseconds. */
export interface SettingResult {
  readonly ranks: number
  readonly threads: number
  readonly gigabits: number | null
  readonly step: Quartiles
  /** In all-reduces, once the last rank has come to them. */
  readonly communication: Quartiles
  /** For the last rank, on average over ranks. */
  readonly waiting: Quartiles
  /** The same all-reduces in C: that of three numbers a rank, that of the gradient, and both. */
  readonly inC: { readonly small: number; readonly large: number; readonly both: Quartiles } | null
  readonly peer: Quartiles | null
  /** Megabytes that the first host sent in a step, headers included; null without a link. */
  readonly sentMb: number | null
  /** Of this kind of node, where the model needs it. */
  readonly node: NodeCosts | null
  /** Of this kind of network. */
  readonly network: NetworkCosts | null
}

/** Of one workload. */
export interface ScalingResult {
  readonly workload: Workload
  readonly job: Job
  /** What computes and carries: versions. */
  readonly engine: string
  readonly mpi: string
  readonly torch: string | null
  readonly settings: readonly SettingResult[]
}

/** What was noted of one setting, round by round. */
interface Notes {
  readonly step: number[]
  readonly communication: number[]
  readonly waiting: number[]
  readonly small: number[]
  readonly large: number[]
  readonly peer: number[]
  readonly sentMb: number[]
  readonly alone: number[]
  readonly update: number[]
  readonly passes: number[]
}

/** What ran before may still spin, or empty the link's queue. */
const PAUSE_MS = 200

/**
 * Times one workload at a place, ours, PyTorch's and the all-reduces in C in turn, round by round, over a link at each of its speeds. The first
 * round is not counted.
 */
export async function measure(workload: Workload, started: Started, options: MeasureOptions): Promise<ScalingResult> {
  const { parameters, engine, mpi } = await started.ours.load(workload)
  const torch = started.peer && (await started.peer.load(workload))
  const job = { parameters, rows: workload.batch }
  const speeds = started.link === null ? [null] : options.speeds
  const noted = speeds.map((gigabits) => ({ gigabits, notes: noNotes() }))
  for (let round = 0; round <= options.rounds; round++) {
    for (const { gigabits, notes } of noted) {
      await note(started, gigabits, job, options, round === 0 ? noNotes() : notes)
    }
  }
  const settings = noted.map(({ gigabits, notes }) => resultOf(started, gigabits, job, notes))
  return { workload, job, engine, mpi, torch, settings }
}

const noNotes = (): Notes => ({
  step: [],
  communication: [],
  waiting: [],
  small: [],
  large: [],
  peer: [],
  sentMb: [],
  alone: [],
  update: [],
  passes: [],
})

async function note(
  started: Started,
  gigabits: number | null,
  job: Job,
  options: MeasureOptions,
  notes: Notes,
): Promise<void> {
  const { perRound, reductions } = options
  const { ours, peer, link, ranks } = started
  if (gigabits !== null) link!.shape(gigabits)
  await pause()
  const before = link?.bytesSent() ?? 0
  const steps = joinRanks(await ours.step(perRound))
  notes.sentMb.push(((link?.bytesSent() ?? 0) - before) / perRound / 1e6)
  for (const { ms, communication, waiting } of steps) {
    notes.step.push(ms)
    notes.communication.push(communication)
    notes.waiting.push(waiting)
  }
  if (peer !== null) {
    await pause()
    const ofRanks = await peer.step(perRound)
    for (const index of ofRanks[0]!.keys()) notes.peer.push(Math.max(...ofRanks.map((rank) => rank[index]!.ms)))
  }
  if (reductions !== null && ranks > 1) {
    await pause()
    const { small, large } = await reduceInC(reductions, started, job.parameters, 2 * perRound)
    notes.small.push(...small)
    notes.large.push(...large)
  }
  // The model's constants: of the machine, and of a host at an end of a link.
  if (ranks === 1 || gigabits === options.speeds[0]) {
    await pause()
    notes.alone.push(...(await ours.alone(perRound)).flat())
    for (const { alone, joined } of await ours.update(2 * perRound)) {
      notes.update.push(...alone)
      notes.passes.push(...joined.map((ms, index) => ms - alone[index]!))
    }
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS))

/** A step as all ranks saw it. @param ofRanks the steps of each rank */
export function joinRanks(
  ofRanks: readonly (readonly RankStep[])[],
): { readonly ms: number; readonly communication: number; readonly waiting: number }[] {
  return ofRanks[0]!.map(({ reductions }, index) => {
    const steps = ofRanks.map((rank) => rank[index]!)
    let [communication, waiting] = [0, 0]
    for (const call of reductions.keys()) {
      const times = steps.map((step) => step.reductions[call]!)
      const least = Math.min(...times)
      communication += least
      waiting += times.reduce((sum, ms) => sum + ms, 0) / times.length - least
    }
    return { ms: Math.max(...steps.map(({ ms }) => ms)), communication, waiting }
  })
}

function resultOf(
  { ranks, threads }: Started,
  gigabits: number | null,
  { parameters, rows }: Job,
  notes: Notes,
): SettingResult {
  const middle = (times: readonly number[]) => quartiles(times).median
  const step = quartiles(notes.step)
  const communication = quartiles(notes.communication)
  const inC = notes.large.length === 0 ? null : inCOf(notes)
  const node =
    notes.alone.length === 0
      ? null
      : {
          row: Math.max(0, middle(notes.alone) - middle(notes.update)) / 1e3 / rows,
          update: middle(notes.update) / 1e3 / parameters,
          memoryBandwidth: (4 * parameters) / (Math.max(1e-3, middle(notes.passes)) / 1e3),
        }
  const large = inC?.large ?? communication.median
  const network =
    gigabits === null ? null : { bandwidth: (4 * parameters) / (large / 1e3), latency: (inC?.small ?? 0) / 2 / 1e3 }
  const peer = notes.peer.length === 0 ? null : quartiles(notes.peer)
  const sentMb = gigabits === null ? null : middle(notes.sentMb)
  const waiting = quartiles(notes.waiting)
  return { ranks, threads, gigabits, step, communication, waiting, inC, peer, sentMb, node, network }
}

function inCOf({ small, large }: Notes) {
  const both = quartiles(large.map((ms, index) => ms + small[index]!))
  return { small: quartiles(small).median, large: quartiles(large).median, both }
}
