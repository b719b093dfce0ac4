import type { EngineName } from '@romae/engine'
import { quartiles } from '../statistics.ts'
import { type Contest, type Contestant, startOurs, startPeer } from './contestants.ts'

/** What one contestant took. */
export interface EpochTimes {
  readonly name: string
  readonly version: string
  readonly parameters: number
  readonly readMs: number
  /** Compiling included. */
  readonly firstMs: number
  /** Median of the later epochs. */
  readonly laterMs: number
  /** From the file to the weights of all epochs. */
  readonly wholeMs: number
  readonly samplesPerSecond: number
  readonly peakMb: number
  /** Share of the later epochs in which the engine waited for a batch; null where it is not known. */
  readonly waiting: number | null
  readonly losses: readonly number[]
}

export interface EpochsOptions {
  readonly epochs: number
  readonly engines: readonly EngineName[]
  /** Null runs ours alone. */
  readonly python: string | null
}

const ways = [
  ['eager', 'padded'],
  ['eager', 'sorted'],
  ['compile', 'padded'],
  ['compile', 'sorted'],
] as const

/**
 * Trains on a set, all contestants in turn, epoch by epoch, each in a process of its own; all of them see the set once per epoch.
 *
 * @returns ours first
 */
export async function compareEpochs(contest: Contest, options: EpochsOptions): Promise<readonly EpochTimes[]> {
  const { epochs, engines, python } = options
  const contestants: [name: string, Contestant][] = []
  try {
    for (const engine of engines) contestants.push([engine, await startOurs({ ...contest, engine, epochs })])
    if (python !== null) {
      for (const [mode, way] of ways) {
        contestants.push([`torch ${mode}, ${way}`, await startPeer(contest, mode, way, python)])
      }
    }
    const measured = contestants.map((): { ms: number; loss: number; waited_ms?: number }[] => [])
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const [place, [, contestant]] of contestants.entries()) measured[place]!.push(await contestant.epoch())
    }
    const peaks: number[] = []
    for (const [, contestant] of contestants) peaks.push(await contestant.peakMemory())
    return contestants.map(([name, { version, parameters, readMs, samples }], place) => {
      const [first, ...later] = measured[place]!
      const laterMs = quartiles(later.map(({ ms }) => ms)).median
      const waited = later.every(({ waited_ms: ms }) => ms !== undefined)
        ? later.reduce((sum, one) => sum + one.waited_ms!, 0) / later.reduce((sum, { ms }) => sum + ms, 0)
        : null
      return {
        name,
        version,
        parameters,
        readMs,
        firstMs: first!.ms,
        laterMs,
        wholeMs: readMs + measured[place]!.reduce((sum, { ms }) => sum + ms, 0),
        samplesPerSecond: (1e3 * samples) / laterMs,
        peakMb: peaks[place]!,
        waiting: waited,
        losses: measured[place]!.map(({ loss }) => loss),
      }
    })
  } finally {
    for (const [, contestant] of contestants) await contestant.dispose()
  }
}

/** How many times faster ours is than the best of PyTorch's ways, by a measure that is to be low; null without a peer. */
export function ratioOf(times: readonly EpochTimes[], ours: EpochTimes, measure: 'laterMs' | 'wholeMs'): number | null {
  const peers = times.filter(({ name }) => name.startsWith('torch')).map((one) => one[measure])
  return peers.length === 0 ? null : Math.min(...peers) / ours[measure]
}
