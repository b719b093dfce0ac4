import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, hostname } from 'node:os'
import type { Communicator } from '@romae/engine'
import { gatherNumbers } from '@romae/internal/communication'
import { tell } from '../terminal/print.ts'

/** How many threads a rank computes with: its share of the cores that it and others on its machine may use. */
export async function threadsOfRank(communicator: Communicator): Promise<number> {
  const own = createHash('sha256').update(`${hostname()} ${coresOf()}`).digest().readUIntBE(0, 6)
  const ranks = await gatherNumbers(communicator, [own])
  const sharing = ranks.filter(([other]) => other === own).length
  const [all, usable] = [cpus().length, availableParallelism()]
  const { rank, localSize } = communicator
  if (rank === 0 && localSize > 1 && sharing === 1 && usable * localSize < all) {
    tell(`note: the launcher keeps rank 0 to ${usable} of ${all} cores; Open MPI's mpirun does not with --bind-to none`)
  }
  return Math.max(1, Math.floor(usable / sharing))
}

/** Which cores this process may use: launchers give each rank some, or all of them all. Empty where it is not known. */
function coresOf(): string {
  try {
    return /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? ''
  } catch {
    return ''
  }
}
