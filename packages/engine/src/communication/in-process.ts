import type { Communicator } from '@romae/internal/communication'
import { errors } from '../errors.ts'

/** What a rank asks for. */
type Call =
  | { readonly kind: 'allReduce'; readonly values: Float32Array | Float64Array; readonly operation: 'sum' | 'max' }
  | { readonly kind: 'broadcast'; readonly bytes: Uint8Array; readonly root: number }
  | { readonly kind: 'barrier' }

/** The ranks that have come to a call, and how they go on. */
interface Waiting {
  readonly call: Call
  readonly go: () => void
  readonly fail: (cause: Error) => void
}

/**
 * Ranks within one process, for tests: of whatever trains with a `Communicator`, without MPI. Vectors are added in the order of
 * ranks. Calls that do not fit together fail on all ranks, and so does every call after one rank aborted or took leave.
 */
export function inProcessCommunicators(size: number): readonly Communicator[] {
  const waiting: (Waiting | undefined)[] = new Array(size).fill(undefined)
  let gone: { readonly rank: number; readonly reason: string } | null = null

  function leave(rank: number, reason: string): void {
    gone ??= { rank, reason }
    settle(({ fail }) => fail(errors.ENGINE_RANK_GONE(gone!)))
  }

  function settle(end: (one: Waiting) => void): void {
    const all = waiting.filter((one) => one !== undefined)
    waiting.fill(undefined)
    for (const one of all) end(one)
  }

  function make(rank: number, call: Call): Promise<void> {
    return new Promise((go, fail) => {
      if (gone !== null) return fail(errors.ENGINE_RANK_GONE(gone))
      waiting[rank] = { call, go, fail }
      if (waiting.includes(undefined)) return
      const calls = waiting.map((one) => one!.call)
      const described = calls.map(describe)
      if (new Set(described).size > 1) {
        settle((one) => one.fail(errors.ENGINE_RANKS_APART({ calls: described })))
        return
      }
      perform(calls)
      settle((one) => one.go())
    })
  }

  return Array.from({ length: size }, (_, rank) => ({
    rank,
    size,
    localSize: size,
    info: `${size} ranks in this process`,
    allReduce: (values, operation) => make(rank, { kind: 'allReduce', values, operation }),
    broadcast: (bytes, root) => make(rank, { kind: 'broadcast', bytes, root }),
    barrier: () => make(rank, { kind: 'barrier' }),
    abort: (reason) => leave(rank, reason),
    close: async () => leave(rank, 'it has taken leave'),
  }))
}

function describe(call: Call): string {
  if (call.kind === 'barrier') return 'barrier'
  if (call.kind === 'broadcast') return `broadcast of ${call.bytes.length} bytes of rank ${call.root}`
  return `allReduce (${call.operation}) of ${call.values.constructor.name} of length ${call.values.length}`
}

/** Does what all ranks ask for, which is the same. */
function perform(calls: readonly Call[]): void {
  const [first] = calls
  if (first!.kind === 'broadcast') {
    const { bytes } = calls[first!.root] as Extract<Call, { kind: 'broadcast' }>
    for (const call of calls as Extract<Call, { kind: 'broadcast' }>[]) if (call.bytes !== bytes) call.bytes.set(bytes)
  }
  if (first!.kind === 'allReduce') {
    const vectors = (calls as Extract<Call, { kind: 'allReduce' }>[]).map(({ values }) => values)
    const total = vectors[0]!.slice()
    const combine = first!.operation === 'sum' ? (a: number, b: number) => a + b : Math.max
    for (const vector of vectors.slice(1)) {
      for (let index = 0; index < total.length; index++) total[index] = combine(total[index]!, vector[index]!)
    }
    for (const vector of vectors) vector.set(total)
  }
}
