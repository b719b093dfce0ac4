import type { Communicator } from '@romae/engine'
import { errors } from '../errors.ts'
import { silence } from '../terminal/print.ts'
import { type DistributedOptions, distributedOptions } from './options.ts'
import { currentRanks, Ranks, setCurrentRanks } from './ranks.ts'

/**
 * Joins the other ranks, where a command line says that there are some and this process has not joined yet. From then on rank 0
 * alone says anything.
 *
 * @param words of the process
 * @returns null where there is nobody to join
 * @throws RomaeError `APP_DISTRIBUTED_MISSING`, `DISTRIBUTED_*`
 */
export async function joinRanks(words: readonly string[]): Promise<Communicator | null> {
  const options = distributedOptions(words)
  if (!options.distributed || currentRanks().communicator !== null) return null
  const communicator = await connectBy(options)
  setCurrentRanks(new Ranks(communicator))
  silence(communicator.rank !== 0)
  return communicator
}

async function connectBy(options: DistributedOptions): Promise<Communicator> {
  const { mpiLibrary: library, mpiTimeout: timeout, mpiOrdered: ordered } = options
  const { connect } = await load()
  return connect({
    ...(library !== undefined && { library }),
    ...(timeout !== undefined && { timeout }),
    ...(ordered !== undefined && { ordered }),
  })
}

async function load(): Promise<typeof import('@romae/distributed')> {
  try {
    return await import('@romae/distributed')
  } catch (cause) {
    throw errors.APP_DISTRIBUTED_MISSING({ reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
}
