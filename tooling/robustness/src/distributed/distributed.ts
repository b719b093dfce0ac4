import { mkdir, mkdtemp, rm } from 'node:fs/promises'
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
  /** How else ranks were started than on this machine by Open MPI. */
  readonly elsewhere: readonly string[]
  /** What could not be tried here, and why. */
  readonly skipped: readonly string[]
}

/**
 * Trains on ranks of Open MPI's mpirun.
 *
 * @param kills of ranks, at moments that `seed` decides
 * @param tell is told what has come of each run of which a rank was killed
 */
export async function distributed(
  kills: number,
  seed: number,
  tell: (line: string) => void,
): Promise<DistributedResult | { readonly reason: string }> {
  const reason = whyNoMpirun()
  if (reason !== null) return { reason }
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-ranks-'))
  const problems: string[] = []
  const elsewhere: string[] = []
  const skipped: string[] = []
  try {
    const bits = await sameBits(folder)
    const hosts = TwoHosts.make(folder)
    if (hosts instanceof TwoHosts) {
      elsewhere.push('two hosts')
      try {
        problems.push(...(await sameElsewhere(folder, { where: 'on two hosts', hosts: 2, launcher: hosts.launcher() })))
      } finally {
        hosts.remove()
      }
    } else skipped.push(`two hosts: ${hosts.reason}`)
    const noMpich = whyNoMpirun('MPICH')
    if (noMpich === null) {
      elsewhere.push('MPICH')
      problems.push(...(await underMpich(folder, seed, tell)))
    } else skipped.push(`MPICH: ${noMpich}`)
    problems.push(...(await refusals()))
    const full = await fullDisk()
    if ('reason' in full) skipped.push(`a full disk: ${full.reason}`)
    else problems.push(...full)
    const killed = await killRanks(folder, kills, seed, { tell })
    return { bits, kills: killed, problems: [...bits.problems, ...problems], elsewhere, skipped }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The same bits, and what a kill leaves, with MPICH's launcher and library. */
async function underMpich(folder: string, seed: number, tell: (line: string) => void): Promise<readonly string[]> {
  const mpi = 'MPICH'
  const differing = await sameElsewhere(folder, { where: 'under MPICH', hosts: 1, mpi })
  const place = path.join(folder, 'mpich')
  await mkdir(place)
  const kills = await killRanks(place, 1, seed, { tell, mpi })
  return [...differing, ...[...kills.lost, ...kills.hung, ...kills.differing].map((problem) => `MPICH: ${problem}`)]
}
