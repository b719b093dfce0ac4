import type { Quartiles } from '../statistics.ts'
import { describe } from '../workloads.ts'
import { stepSeconds, workFor } from './cost-model.ts'
import type { ScalingResult, SettingResult } from './measure.ts'

/** A table of the page. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export const stepColumns = [
  'workload, ms',
  'ranks',
  'a step',
  'in all-reduces',
  'share',
  'in C',
  'of C',
  'waiting',
  'torchrun',
  'ratio',
  'MB sent',
  'model',
]

/** Rows of {@link stepColumns}. */
export function stepRows({ workload, job, settings }: ScalingResult): readonly (readonly string[])[] {
  return settings.map((setting) => {
    const { ranks, threads, gigabits, step, communication, waiting, inC, peer, sentMb } = setting
    const isAlone = ranks === 1
    const where = gigabits === null ? `${ranks} x ${threads}` : `${ranks} x ${threads}, ${gigabits} Gb/s`
    const bytes = ((2 * (ranks - 1)) / ranks) * 4 * job.parameters
    const modelled = modelOf(settings, setting, job)
    return [
      `${workload.name} ${describe(workload)}`,
      where,
      formatQuartiles(step),
      isAlone ? '-' : formatQuartiles(communication),
      isAlone ? '-' : `${((100 * communication.median) / step.median).toFixed(0)} %`,
      inC === null ? '-' : formatQuartiles(inC.both),
      communicationRatio(setting)?.toFixed(2) ?? '-',
      isAlone ? '-' : formatMs(waiting.median),
      peer === null ? '-' : formatQuartiles(peer),
      peerRatio(setting)?.toFixed(2) ?? '-',
      (sentMb ?? bytes / 1e6).toFixed(1),
      modelled === null ? '-' : formatMs(1e3 * modelled),
    ]
  })
}

/** What the model says of a step over a link, of the hosts that it was measured on. */
function modelOf(
  settings: readonly SettingResult[],
  { ranks, network }: SettingResult,
  job: ScalingResult['job'],
): number | null {
  const host = settings.find(({ gigabits, node }) => gigabits !== null && node !== null)
  return network === null || host === undefined ? null : stepSeconds(job, ranks, host.node!, network)
}

/** How many times as long as in C the all-reduces take; null without C. */
export function communicationRatio({ communication, inC }: SettingResult): number | null {
  return inC === null ? null : communication.median / inC.both.median
}

/** How many times faster than torchrun's a step is; null without it. */
export function peerRatio({ peer, step }: SettingResult): number | null {
  return peer === null ? null : peer.median / step.median
}

const nodeCounts = [2, 4, 8, 16, 32, 64]
const EFFICIENCY = 0.8
/** A model of another size than those measured, by what a parameter takes. */
const otherParameters = 75e6

export const constantColumns = ['workload', 'parameters', 'node', 'a row, ms', 'U, ms', '4P/b, ms', 'B, MB/s', 'α, µs']

/** The constants that were measured. */
export function constantRows({ workload, job, settings }: ScalingResult): readonly (readonly string[])[] {
  const parameters = `${(job.parameters / 1e6).toFixed(1)} M`
  return settings
    .filter(({ node, network }) => node !== null || network !== null)
    .map(({ threads, gigabits, node, network }) => [
      workload.name,
      parameters,
      `${threads} ${threads === 1 ? 'thread' : 'threads'}${gigabits === null ? '' : `, ${gigabits} Gb/s`}`,
      node === null ? '-' : (1e3 * node.row).toFixed(2),
      node === null ? '-' : (1e3 * node.update * job.parameters).toFixed(1),
      node === null ? '-' : ((4e3 * job.parameters) / node.memoryBandwidth).toFixed(1),
      network === null ? '-' : (network.bandwidth / 1e6).toFixed(0),
      network === null ? '-' : (1e6 * network.latency).toFixed(0),
    ])
}

/** How much faster nodes like the machine would be, at the workload's batch. Extrapolated. */
export function speedupTable(results: readonly ScalingResult[]): Table {
  const rows = networksOf(results).map(({ result: { workload, job }, node, network, gigabits }) => [
    `${workload.name}, batch of ${job.rows}, ${gigabits} Gb/s`,
    ...nodeCounts.map((count) =>
      (stepSeconds(job, 1, node, network) / stepSeconds(job, count, node, network)).toFixed(2),
    ),
  ])
  return { columns: ['times as fast as one node', ...nodeCounts.map((count) => `${count} nodes`)], rows }
}

/** Which batch uses nodes like the machine to 80 %. Extrapolated. */
export function batchTable(results: readonly ScalingResult[]): Table {
  const networks = networksOf(results)
  const seconds = (work: number) => (work < 10 ? work.toPrecision(2) : work.toFixed(0))
  const rows = networks.map(({ result: { workload, job }, node, network, gigabits }) => [
    `${workload.name}, ${(job.parameters / 1e6).toFixed(1)} M, ${gigabits} Gb/s`,
    ...nodeCounts.map((count) => {
      const work = workFor(EFFICIENCY, job.parameters, count, node, network)
      return `${seconds(work)} s (${Math.ceil((work * count) / node.row)})`
    }),
  ])
  // By what a parameter takes in the last workload, which is the largest.
  const others = networks
    .filter(({ result }) => result === results.at(-1))
    .map(({ node, network, gigabits }) => [
      `any, ${otherParameters / 1e6} M, ${gigabits} Gb/s`,
      ...nodeCounts.map((count) => `${seconds(workFor(EFFICIENCY, otherParameters, count, node, network))} s`),
    ])
  return {
    columns: ['work a node and step (rows of the batch)', ...nodeCounts.map((count) => `${count} nodes`)],
    rows: [...rows, ...others],
  }
}

/** Each workload on each network that was measured, with nodes as the whole machine. */
function networksOf(results: readonly ScalingResult[]) {
  return results.flatMap((result) => {
    const node = result.settings.find(({ gigabits, node }) => gigabits === null && node !== null)!.node!
    return result.settings.flatMap(({ network, gigabits }) =>
      network === null ? [] : [{ result, node, network, gigabits }],
    )
  })
}

function formatQuartiles({ median, low, high }: Quartiles): string {
  return `${formatMs(median)} (${formatMs(low)}-${formatMs(high)})`
}

function formatMs(ms: number): string {
  return ms.toFixed(ms < 20 ? 1 : 0)
}
