import type { Communicator } from '@romae/engine'
import { silence, tell } from '../terminal/print.ts'

/** Milliseconds in which ranks that have failed together come to their end together. */
const PATIENCE = 10_000

/**
 * Waits for the others at the end of a command, so that a launcher, which ends all with the first that fails, ends none before its
 * time, and gives all one exit code. Where a rank has failed and the others do not come, its failure is its own: it says so and ends
 * all.
 *
 * @param said what a silent rank has failed with
 */
export async function leaveRanks(communicator: Communicator, said: () => string | null): Promise<void> {
  const code = Number(process.exitCode ?? 0)
  const alone = code === 0 ? undefined : setTimeout(() => endAll(communicator, said(), code), PATIENCE)
  await communicator.barrier()
  clearTimeout(alone)
  const most = Float64Array.of(code)
  await communicator.allReduce(most, 'max')
  process.exitCode = most[0]!
  await communicator.close()
}

/** What `connect` has put at the end of the process ends the other ranks. */
function endAll({ rank }: Communicator, said: string | null, code: number): never {
  silence(false)
  if (rank !== 0 && said !== null) tell(`rank ${rank}: ${said}`)
  process.exit(code)
}
