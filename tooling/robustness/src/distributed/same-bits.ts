import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { hashesOf, type LaunchOptions, launch } from './launch.ts'
import type { RankTask } from './rank.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'

/** What was found of runs of several ranks beside runs of one process. */
export interface SameBits {
  /** Runs of ranks that were compared. */
  readonly runs: number
  /** The largest difference of a parameter from as many micro-batches, of three and more ranks. */
  readonly farthest: number
  readonly problems: readonly string[]
}

const names = Object.keys(scenarios) as ScenarioName[]

/** Micro-batches on each of two ranks are added up before the two are: another order than that of one process. */
const inOtherOrder: readonly ScenarioName[] = ['accumulating']

/** Of how many ranks sums are made in the order of ranks too: two have but one order. */
const orderedCounts: readonly number[] = [3, 4]

/** More than a few additions in another order make of parameters near 1, and less than a wrong row makes. */
const most = 1e-6

/** Compares ranks with each other, with themselves, and with as many micro-batches of one process. */
export async function sameBits(folder: string): Promise<SameBits> {
  const problems: string[] = []
  let [runs, farthest] = [0, 0]
  const fileOf = (name: string, count: number, kind: string) => path.join(folder, `${name}-${count}-${kind}`)
  const tasksOf = (count: number, kind: 'ranks' | 'ordered' | 'parts'): RankTask[] =>
    names.map((scenario) => ({
      scenario,
      parts: kind === 'parts' ? count : null,
      ordered: kind === 'ordered',
      out: fileOf(scenario, count, kind),
    }))
  for (const count of [2, 3, 4]) {
    const [alone] = hashesOf(await (await launch(1, tasksOf(count, 'parts'))).ended, 1, names.length)
    const [first, ...others] = await ranksOf(count, tasksOf(count, 'ranks'))
    const [again] = await ranksOf(count, tasksOf(count, 'ranks'))
    const isOrdered = orderedCounts.includes(count)
    const inOrder = isOrdered ? await ranksOf(count, tasksOf(count, 'ordered')) : [first]
    runs += (isOrdered ? 3 : 2) * names.length
    for (const [place, name] of names.entries()) {
      const distance = await distanceOf(fileOf(name, count, 'ranks'), fileOf(name, count, 'parts'))
      farthest = Math.max(farthest, distance)
      const ranks = [first!, ...others].map((rank) => rank[place]!)
      const ordered = inOrder.map((rank) => rank![place]!)
      const found = { alone: alone![place]!, ranks, again: again![place]!, ordered, distance }
      problems.push(...problemsOf(name, count, found))
    }
  }
  return { runs, farthest, problems }
}

/** Hashes of what runs of one scenario came to. */
export interface Compared {
  /** Of one process, with as many micro-batches as there are ranks. */
  readonly alone: string
  /** Of each rank. */
  readonly ranks: readonly string[]
  /** Of a rank, the second time. */
  readonly again: string
  /** Of each rank where sums are made in the order of ranks. */
  readonly ordered: readonly string[]
  /** The largest difference of a parameter of ranks from that of one process. */
  readonly distance: number
}

/** What is wrong with runs that are compared. */
export function problemsOf(name: ScenarioName, count: number, found: Compared): readonly string[] {
  const { alone, ranks, again, ordered, distance } = found
  const isMeant = inOtherOrder.includes(name) || ordered.every((hash) => hash === alone)
  return [
    ...(ranks.every((hash) => hash === ranks[0]) ? [] : [`${name}: ${count} ranks have other bits`]),
    ...(again === ranks[0] ? [] : [`${name}: ${count} ranks have other bits the second time`]),
    ...(isMeant ? [] : [`${name}: ${count} ranks, in their order, are not ${count} micro-batches`]),
    ...(distance <= most ? [] : [`${name}: ${count} ranks are ${distance} from as many micro-batches`]),
  ]
}

/** Two ranks that are started otherwise, beside two of this machine under Open MPI. @returns what differs */
export async function sameElsewhere(
  folder: string,
  { where, hosts, ...options }: LaunchOptions & { readonly where: string; readonly hosts: number },
): Promise<readonly string[]> {
  const tasks = names.map((scenario): RankTask => ({ scenario, parts: null, out: path.join(folder, 'elsewhere') }))
  const here = await ranksOf(2, tasks)
  const ended = await (await launch(2, tasks, options)).ended
  const there = hashesOf(ended, 2, names.length)
  const local = ended.said.flatMap((one) => (one.type === 'begun' ? [one.localSize] : []))
  return [
    ...names.filter((_, place) => there[0]![place] !== here[0]![place]).map((name) => `${name}: other bits ${where}`),
    ...(local.every((size) => size === 2 / hosts)
      ? []
      : [`ranks on one host ${where}: ${local}, with hosts: ${hosts}`]),
  ]
}

async function ranksOf(count: number, tasks: readonly RankTask[]): Promise<string[][]> {
  return hashesOf(await (await launch(count, tasks)).ended, count, tasks.length)
}

async function distanceOf(...files: readonly [string, string]): Promise<number> {
  const [a, b] = await Promise.all(files.map((file) => readFile(file)))
  return farthestOf(a!, b!)
}

/** The largest difference of two vectors of single precision. */
export function farthestOf(...vectors: readonly [Uint8Array, Uint8Array]): number {
  const [a, b] = vectors.map((bytes) => new Float32Array(new Uint8Array(bytes).buffer))
  return a!.reduce((most, value, index) => Math.max(most, Math.abs(value - b![index]!)), 0)
}
