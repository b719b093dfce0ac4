import { availableParallelism } from 'node:os'
import { OurRanks, PeerRanks } from './contestants.ts'
import type { Place } from './launch.ts'

/** Ranks of both sides that have been started, at one place. */
export interface Started extends Place {
  /** Of each rank. */
  readonly threads: number
  readonly ours: OurRanks
  /** Null without a Python for the peer. */
  readonly peer: PeerRanks | null
}

/** Starts ranks of both sides at a place, uses them, and ends them. */
export async function withRanks(
  place: Place,
  python: string | null,
  use: (started: Started) => Promise<void>,
): Promise<void> {
  const threads = Math.max(1, Math.floor(availableParallelism() / place.ranks))
  const ours = await OurRanks.start(place, threads)
  try {
    const peer = python === null ? null : await PeerRanks.start(place, threads, python)
    try {
      await use({ ...place, threads, ours, peer })
    } finally {
      await peer?.dispose()
    }
  } finally {
    await ours.dispose()
  }
}
