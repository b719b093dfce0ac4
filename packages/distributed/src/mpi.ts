import { promisify } from 'node:util'
import type { KoffiFunc, LibraryHandle } from 'koffi'
import { abiOf } from './abi.ts'
import { errors } from './errors.ts'
import { orderedSum, type Values } from './ordered-sum.ts'

type AsyncCall = (...given: unknown[]) => Promise<number>

/** The calls of a library of MPI that are used here. */
export interface Mpi {
  readonly rank: number
  readonly size: number
  /** Its name and version, as it says. */
  readonly version: string
  allReduce(values: Values, operation: 'sum' | 'max'): Promise<void>
  /** As the all-reduce of that name, in the order of ranks. */
  sumInOrder(values: Values): Promise<void>
  broadcast(bytes: Uint8Array, root: number): Promise<void>
  barrier(): Promise<void>
  finalize(): Promise<void>
  /** Ends all ranks, this process too. */
  abort(code: number): void
}

/**
 * Begins MPI in this process.
 *
 * @throws RomaeError `DISTRIBUTED_CALL_FAILED`
 */
export function beginMpi(library: LibraryHandle): Mpi {
  const abi = abiOf(library)
  const { handle, world } = abi
  const call = (name: string, ...types: string[]) => library.func(name, 'int', types)
  const errorString = call('MPI_Error_string', 'int', 'void *', '_Out_ int *')
  const check = (name: string, code: number) => {
    if (code !== 0) throw errors.DISTRIBUTED_CALL_FAILED({ call: name, reason: textOf(errorString, code) })
  }
  const sync = (name: string, types: readonly string[], ...given: unknown[]) =>
    check(name, call(name, ...types)(...given) as number)

  sync('MPI_Init_thread', ['void *', 'void *', 'int', '_Out_ int *'], null, null, abi.serialized, [0])
  sync('MPI_Comm_set_errhandler', [handle, handle], world, abi.errorsReturn)
  const numberOf = (name: string) => {
    const value = [0]
    sync(name, [handle, '_Out_ int *'], world, value)
    return value[0]!
  }
  const asynchronous = (name: string, ...types: string[]): AsyncCall =>
    promisify(call(name, ...types).async) as AsyncCall
  const allReduce = asynchronous('MPI_Allreduce', 'intptr_t', 'void *', 'int', handle, handle, handle)
  const broadcast = asynchronous('MPI_Bcast', 'void *', 'int', handle, 'int', handle)
  const barrier = asynchronous('MPI_Barrier', handle)
  const exchangeTypes = ['void *', 'void *', 'void *', handle] as const
  const exchange = asynchronous('MPI_Alltoallv', ...exchangeTypes, ...exchangeTypes, handle)
  const gather = asynchronous('MPI_Allgatherv', 'intptr_t', 'int', handle, 'void *', 'void *', 'void *', handle, handle)
  const abort = call('MPI_Abort', handle, 'int')
  const typeOf = (values: Values) => (values instanceof Float32Array ? abi.float : abi.double)
  const [rank, size] = [numberOf('MPI_Comm_rank'), numberOf('MPI_Comm_size')]
  return {
    rank,
    size,
    version: textOf(call('MPI_Get_library_version', 'void *', '_Out_ int *')).split(/[\n,]/, 1)[0]!,
    async allReduce(values, operation) {
      check('MPI_Allreduce', await allReduce(abi.inPlace, values, values.length, typeOf(values), abi[operation], world))
    },
    sumInOrder: orderedSum({
      rank,
      size,
      async exchange(values, sent, received, of) {
        const [type, ofAll] = [typeOf(values), [received, of.counts, of.offsets]]
        const code = await exchange(values, sent.counts, sent.offsets, type, ...ofAll, type, world)
        check('MPI_Alltoallv', code)
      },
      async gather(values, { counts, offsets }) {
        const type = typeOf(values)
        check('MPI_Allgatherv', await gather(abi.inPlace, 0, type, values, counts, offsets, type, world))
      },
    }),
    async broadcast(bytes, root) {
      check('MPI_Bcast', await broadcast(bytes, bytes.length, abi.byte, root, world))
    },
    async barrier() {
      check('MPI_Barrier', await barrier(world))
    },
    async finalize() {
      // The others are there already, so that it takes no time; on another thread than the one that began MPI it crashes, over TCP.
      check('MPI_Barrier', await barrier(world))
      sync('MPI_Finalize', [])
    },
    abort: (code) => void abort(world, code),
  }
}

/** What a call writes as text: arguments, then where to write it and its length. */
function textOf(call: KoffiFunc<(...given: unknown[]) => number>, ...given: unknown[]): string {
  const text = Buffer.alloc(8192) // MPI_MAX_LIBRARY_VERSION_STRING
  const length = [0]
  call(...given, text, length)
  return text.subarray(0, length[0]).toString().replace(/\0.*$/s, '').trim()
}
