import type { Communicator } from './communicator.ts'

/**
 * Some numbers of every rank, in the order of ranks; as many from each. A sum with nothing but zeros beside each number is
 * exact in whatever order it is made.
 */
export async function gatherNumbers(
  communicator: Pick<Communicator, 'rank' | 'size' | 'allReduce'>,
  numbers: readonly number[],
): Promise<number[][]> {
  const { rank, size } = communicator
  const count = numbers.length
  const all = new Float64Array(size * count)
  all.set(numbers, rank * count)
  await communicator.allReduce(all, 'sum')
  return Array.from({ length: size }, (_, of) => [...all.subarray(of * count, (of + 1) * count)])
}
