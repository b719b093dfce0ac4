/** Vectors that MPI adds up. */
export type Values = Float32Array | Float64Array

/** Pieces of a vector, back to back: how many numbers each has, and where it begins. */
interface Pieces {
  readonly counts: Int32Array
  readonly offsets: Int32Array
}

/** What an ordered sum asks of MPI. */
export interface OrderedCalls {
  readonly rank: number
  readonly size: number
  /** `MPI_Alltoallv`: the r-th piece of `values` goes to rank r, and what comes from rank r is the r-th piece of `received`. */
  exchange(values: Values, sent: Pieces, received: Values, of: Pieces): Promise<void>
  /** `MPI_Allgatherv` in place: the r-th piece becomes what it is on rank r. */
  gather(values: Values, pieces: Pieces): Promise<void>
}

/** Numbers that are summed at a time: the sum needs room for as many. */
const mostAtOnce = 1 << 22

/**
 * Sums the ranks' vectors in place, element by element in the order of ranks, as one process adds up micro-batches: MPI's own sum
 * may have any order. Each rank sums a piece of the vector. Each sends as many bytes as an all-reduce that uses the network best:
 * 2(N−1)/N of the vector's.
 */
export function orderedSum(calls: OrderedCalls): (values: Values) => Promise<void> {
  const { rank, size } = calls
  let room = new ArrayBuffer(0)

  async function sum(values: Values): Promise<void> {
    const pieces = piecesOf(values.length, size)
    const own = pieces.counts[rank]!
    const bytes = size * own * values.BYTES_PER_ELEMENT
    if (room.byteLength < bytes) room = new ArrayBuffer(bytes)
    const received =
      values instanceof Float32Array ? new Float32Array(room, 0, size * own) : new Float64Array(room, 0, size * own)
    const ofEach = {
      counts: new Int32Array(size).fill(own),
      offsets: Int32Array.from({ length: size }, (_, from) => from * own),
    }
    await calls.exchange(values, pieces, received, ofEach)
    const total = received.subarray(0, own)
    for (let from = 1; from < size; from++) {
      const start = from * own
      for (let index = 0; index < own; index++) total[index]! += received[start + index]!
    }
    values.set(total, pieces.offsets[rank]!)
    await calls.gather(values, pieces)
  }

  return async (values) => {
    for (let at = 0; at < values.length; at += mostAtOnce) await sum(values.subarray(at, at + mostAtOnce))
  }
}

/** As many pieces as there are ranks, of one length but for the last ones. */
function piecesOf(length: number, size: number): Pieces {
  const most = Math.ceil(length / size)
  const offsets = Int32Array.from({ length: size }, (_, piece) => Math.min(length, piece * most))
  const counts = offsets.map((offset) => Math.min(most, length - offset))
  return { counts, offsets }
}
