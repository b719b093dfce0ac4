import type { Communicator } from '@romae/engine'
import { bytesOf } from '../data/fingerprint.ts'

/**
 * Vectors of which each rank has some, on all ranks, bit by bit: a sum would make a zero of a negative one.
 *
 * @param own those that this rank has; of each exactly one rank has it, or none, and then it is empty
 */
export async function gatherVectors(
  communicator: Pick<Communicator, 'rank' | 'size' | 'allReduce' | 'broadcast'>,
  own: readonly (Float32Array | undefined)[],
): Promise<Float32Array[]> {
  const { rank, size } = communicator
  const places = [...own.keys()]
  /** Of each vector, who has it and how long it is: a sum with zeros, which is exact. */
  const told = new Float64Array(2 * own.length)
  for (const place of places) if (own[place] !== undefined) told.set([rank, own[place].length], 2 * place)
  await communicator.allReduce(told, 'sum')
  const vectors = new Array<Float32Array>(own.length)
  for (let from = 0; from < size; from++) {
    const ofRank = places.filter((place) => told[2 * place] === from)
    const flat = new Float32Array(ofRank.reduce((sum, place) => sum + told[2 * place + 1]!, 0))
    let start = 0
    for (const place of ofRank) {
      const vector = flat.subarray(start, start + told[2 * place + 1]!)
      if (from === rank) vector.set(own[place] ?? [])
      vectors[place] = vector
      start += vector.length
    }
    if (flat.length > 0) await communicator.broadcast(bytesOf(flat), from)
  }
  return vectors
}
