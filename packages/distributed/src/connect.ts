import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { isMainThread } from 'node:worker_threads'
import { type Communicator, gatherNumbers } from '@romae/internal/communication'
import { endWithAll } from './end-with-all.ts'
import { errors } from './errors.ts'
import { launchedSize, likelyLibraries } from './launcher.ts'
import { loadFirst, loadKoffi } from './load.ts'
import { withoutMemoryHooks } from './memory-hooks.ts'
import { beginMpi } from './mpi.ts'
import { type ConnectOptions, readOptions, schema } from './options.ts'
import type { Values } from './ordered-sum.ts'
import { Watchdog } from './watchdog.ts'
import { yieldWhileWaiting } from './yielding.ts'

export type { ConnectOptions } from './options.ts'

/** A count of bytes is an int. */
const mostBytes = 1 << 30

let connected: string | null = null

/**
 * Joins the ranks that a launcher of MPI has started: `mpirun -n 4 node train.js`, Slurm's `srun`, and the like.
 *
 * Once in a process, on its main thread. A process that ends without `close` ends all ranks, with an error; so does one that waits
 * for longer than `timeout`.
 *
 * @throws RomaeError `DISTRIBUTED_NOT_LAUNCHED`, `DISTRIBUTED_NO_LIBRARY`, `DISTRIBUTED_SINGLETON`, `DISTRIBUTED_NO_BINDINGS`,
 *   `DISTRIBUTED_MAIN_THREAD`, `DISTRIBUTED_CONNECTED`, `DISTRIBUTED_CALL_FAILED`, `DISTRIBUTED_OPTION_*`,
 *   `DISTRIBUTED_ORDER_DIFFERS`; its methods `DISTRIBUTED_CALL_FAILED`, `DISTRIBUTED_TIMEOUT`, `DISTRIBUTED_CLOSED`
 */
export async function connect(options: ConnectOptions = {}): Promise<Communicator> {
  const { library: named, timeout, ordered } = readOptions('connect', schema, options)
  if (!isMainThread) throw errors.DISTRIBUTED_MAIN_THREAD({ call: 'connect()' })
  if (connected !== null) throw errors.DISTRIBUTED_CONNECTED({ library: connected })
  const launched = launchedSize(process.env)
  if (launched === null) {
    const root = process.getuid?.() === 0
    throw errors.DISTRIBUTED_NOT_LAUNCHED({ command: 'mpirun -n 4 …', root })
  }
  withoutMemoryHooks(process.env)
  const koffi = await loadKoffi()
  const { name, library } = loadFirst(koffi, named === undefined ? likelyLibraries(process.env) : [named])
  connected = name
  yieldWhileWaiting(process.env)
  const mpi = beginMpi(library)
  const { rank, size, version } = mpi
  if (size !== launched) {
    await mpi.finalize()
    throw errors.DISTRIBUTED_SINGLETON({ launched, size, library: `${name} (${version})` })
  }
  const callOff = endWithAll((code) => mpi.abort(code))
  const watchdog = new Watchdog(rank, timeout)
  let [isClosed, last] = [false, Promise.resolve()]
  /** One after the other: MPI was begun for calls of one thread at a time. */
  const run = (call: string, work: () => Promise<void>): Promise<void> => {
    if (isClosed) return Promise.reject(errors.DISTRIBUTED_CLOSED({ call }))
    const made = last.then(() => watchdog.watch(call, work))
    last = made.catch(() => {})
    return made
  }
  const communicator = {
    rank,
    size,
    localSize: size,
    info: `${version}, ${size} ranks`,
    allReduce: (values: Values, operation: 'sum' | 'max') =>
      run('allReduce', () =>
        ordered && operation === 'sum' ? mpi.sumInOrder(values) : mpi.allReduce(values, operation),
      ),
    broadcast: (bytes: Uint8Array, root: number) =>
      run('broadcast', async () => {
        for (let at = 0; at < bytes.length; at += mostBytes)
          await mpi.broadcast(bytes.subarray(at, at + mostBytes), root)
      }),
    barrier: () => run('barrier', () => mpi.barrier()),
    abort: () => mpi.abort(1),
    async close() {
      await run('close', () => mpi.finalize())
      isClosed = true
      callOff()
    },
  }
  // By MPI's own sum: ranks that sum otherwise than others would wait for ever.
  const allReduce = (values: Values) => run('connect', () => mpi.allReduce(values, 'sum'))
  const ranks = await gatherNumbers({ rank, size, allReduce }, [here(), Number(ordered)])
  const other = ranks.findIndex(([, asked]) => asked !== ranks[0]![1])
  if (other !== -1) throw errors.DISTRIBUTED_ORDER_DIFFERS({ rank: other, ordered: ranks[other]![1] === 1 })
  return { ...communicator, localSize: ranks.filter(([there]) => there === here()).length }
}

/** The machine, by its name: ranks that have the same number are beside each other. */
function here(): number {
  return createHash('sha256').update(hostname()).digest().readUIntBE(0, 6)
}
