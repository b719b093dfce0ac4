import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { sizePresets } from '@romae/core'
import { tokenCounts, type Workload } from '../workloads.ts'
import { Group } from './group.ts'
import { freePort, mpirun, ourLaunch, type Place, peerLaunch } from './launch.ts'
import type { RankTask } from './rank.ts'
import type { RankRunner, RankStep } from './rank-runner.ts'

/** Our ranks of a place. */
export class OurRanks {
  readonly #group: Group

  static async start(place: Place, threads: number): Promise<OurRanks> {
    return new OurRanks(await Group.start(place.ranks, (socket) => ourLaunch(place, threads, socket)))
  }

  private constructor(group: Group) {
    this.#group = group
  }

  /** @returns how many parameters the model has, and what it is computed and carried by */
  async load({ name }: Workload): Promise<{ parameters: number; engine: string; mpi: string }> {
    const task: RankTask = { work: 'load', workload: name }
    const [first] = await this.#group.ask<{ parameters: number; engine: EngineVersion; mpi: string }>(task)
    const { parameters, engine, mpi } = first!
    return { parameters, engine: `${engine.name} ${engine.version}`, mpi: mpi.replace(/, \d+ ranks$/, '') }
  }

  step(count: number): Promise<(readonly RankStep[])[]> {
    return this.#group.ask({ work: 'step', count })
  }

  alone(count: number): Promise<(readonly number[])[]> {
    return this.#group.ask({ work: 'alone', count })
  }

  update(count: number): Promise<Awaited<ReturnType<RankRunner['update']>>[]> {
    return this.#group.ask({ work: 'update', count })
  }

  dispose(): Promise<void> {
    return this.#group.dispose()
  }
}

interface EngineVersion {
  readonly name: string
  readonly version: string
}

/** PyTorch's. */
export class PeerRanks {
  readonly #group: Group

  static async start(place: Place, threads: number, python: string): Promise<PeerRanks> {
    const port = await freePort()
    return new PeerRanks(await Group.start(place.ranks, (socket) => peerLaunch(place, threads, socket, python, port)))
  }

  private constructor(group: Group) {
    this.#group = group
  }

  /** @returns PyTorch's version */
  async load(workload: Workload): Promise<string> {
    const { batch, tokenSize: token_size, axes } = workload
    const sizeOf = (name: Workload['encoder']) => {
      const { dModel, heads, depth } = sizePresets[name]
      return [dModel, heads, depth]
    }
    const sizes = { encoder: sizeOf(workload.encoder), decoder: sizeOf(workload.decoder) }
    const described = { ...sizes, ...tokenCounts(workload), batch, token_size, axes }
    const [first] = await this.#group.ask<{ torch: string }>({ work: 'load', workload: described })
    return first!.torch
  }

  step(count: number): Promise<{ readonly ms: number }[][]> {
    return this.#group.ask({ work: 'step', count })
  }

  dispose(): Promise<void> {
    return this.#group.dispose()
  }
}

/** Milliseconds of the all-reduces of a step, those of the rank that came last. */
export interface Reductions {
  readonly small: readonly number[]
  readonly large: readonly number[]
}

/** The all-reduces of some steps in C. */
export async function reduceInC(program: string, place: Place, floats: number, count: number): Promise<Reductions> {
  const { command, environment } = mpirun(place, [program, String(floats), String(count)])
  const [launcher, ...given] = command
  const { stdout } = await promisify(execFile)(launcher, given, { env: { ...process.env, ...environment } })
  return JSON.parse(stdout)
}
