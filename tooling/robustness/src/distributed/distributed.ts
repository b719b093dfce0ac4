import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { whyNoMpirun } from '@romae/build/mpirun'
import { type Kills, killRanks } from './kills.ts'
import { fullDisk, refusals } from './refusals.ts'
import { type SameBits, sameBits, sameElsewhere } from './same-bits.ts'
import { TwoHosts } from './two-hosts.ts'

/** What was found of ranks under mpirun. */
export interface DistributedResult {
  readonly bits: SameBits
  readonly kills: Kills
  readonly problems: readonly string[]
  /** What could not be tried here, and why. */
  readonly skipped: readonly string[]
}

/** Trains on ranks of Open MPI's mpirun. @param kills of ranks, at moments that `seed` decides */
export async function distributed(
  kills: number,
  seed: number,
): Promise<DistributedResult | { readonly reason: string }> {
  const reason = whyNoMpirun()
  if (reason !== null) return { reason }
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-ranks-'))
  const problems: string[] = []
  const skipped: string[] = []
  try {
    const bits = await sameBits(folder)
    const hosts = TwoHosts.make(folder)
    if (hosts instanceof TwoHosts) {
      try {
        problems.push(...(await sameElsewhere(folder, { launcher: hosts.launcher() }, 2)))
      } finally {
        hosts.remove()
      }
    } else skipped.push(`two hosts: ${hosts.reason}`)
    problems.push(...(await refusals()))
    const full = await fullDisk()
    if ('reason' in full) skipped.push(`a full disk: ${full.reason}`)
    else problems.push(...full)
    return { bits, kills: await killRanks(folder, kills, seed), problems: [...bits.problems, ...problems], skipped }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
