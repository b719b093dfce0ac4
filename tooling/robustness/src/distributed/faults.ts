import type { Communicator } from '@romae/engine'

type Values = Float32Array | Float64Array
type Fault = (communicator: Communicator) => Communicator

/** A communicator whose sums of one kind are made otherwise. */
function withSums(
  communicator: Communicator,
  isMeant: (values: Values) => boolean,
  sum: (values: Values) => Promise<void>,
): Communicator {
  const { allReduce } = communicator
  return {
    ...communicator,
    allReduce: (values, operation) =>
      operation === 'sum' && isMeant(values) ? sum(values) : allReduce(values, operation),
  }
}

/** Gradients are of single precision, everything else is of double precision. */
const isGradient = (values: Values) => values instanceof Float32Array

const bytesOf = ({ buffer, byteOffset, byteLength }: Values) => new Uint8Array(buffer, byteOffset, byteLength)

/** Adds in the order of ranks, or from the last to the first. */
async function addUp({ rank, size, broadcast }: Communicator, values: Values, isBackwards: boolean): Promise<void> {
  const vectors: Values[] = []
  for (let from = 0; from < size; from++) {
    const vector = values.slice()
    await broadcast(bytesOf(vector), from)
    vectors.push(from === rank ? values.slice() : vector)
  }
  if (isBackwards) vectors.reverse()
  values.set(vectors[0]!)
  for (const vector of vectors.slice(1)) for (const [index, value] of vector.entries()) values[index]! += value
}

/** Moves all numbers by one place. */
function rotate(bytes: Uint8Array): void {
  bytes.set([...bytes.subarray(4), ...bytes.subarray(0, 4)])
}

function isText(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(bytes))
    return true
  } catch {
    return false
  }
}

let noise = 0

/** What ranks may do wrong, by its name: each is something that a comparison of ranks has to find. */
export const faults = {
  addsBackwards: (communicator) => withSums(communicator, isGradient, (values) => addUp(communicator, values, true)),
  oneAddsBackwards: (communicator) =>
    withSums(communicator, isGradient, (values) => addUp(communicator, values, communicator.rank === 1)),
  /** All alike, and otherwise each time. */
  addsSomething: (communicator) =>
    withSums(communicator, isGradient, async (values) => {
      if (communicator.rank === 0) values[0]! += 1e-3 * ++noise
      await communicator.allReduce(values, 'sum')
    }),
  /** Rank 1 says that its rows weigh twice what they do: gradients are divided by another sum than that of all weights. */
  weighsTwice: (communicator) => {
    const isWeights = (values: Values) => values.length === 3 * communicator.size
    return withSums(communicator, isWeights, async (values) => {
      if (communicator.rank === 1) values[3 + 1]! *= 2
      await communicator.allReduce(values, 'sum')
    })
  },
  /** Rank 1 does not take part in the sum of gradients. */
  oneStaysAway: (communicator) =>
    communicator.rank === 1 ? withSums(communicator, isGradient, async () => {}) : communicator,
  /** No gradients are added up: each rank trains by itself. */
  allStayAway: (communicator) => withSums(communicator, isGradient, async () => {}),
  /** The same, where comparisons of parameters find them alike. */
  unnoticed: (communicator) => {
    const isHashes = (values: Values) => values.length === 4 * communicator.size
    const quiet = withSums(communicator, isHashes, async (values) => {
      await communicator.allReduce(values, 'sum')
      for (let rank = 1; rank < communicator.size; rank++) values.copyWithin(4 * rank, 0, 4)
    })
    return withSums(quiet, isGradient, async () => {})
  },
  /** What rank 0 says comes after the others have read it. */
  hearsLate: (communicator) => ({
    ...communicator,
    async broadcast(bytes, root) {
      const told = bytes.slice()
      await communicator.broadcast(told, root)
      setImmediate(() => bytes.set(told))
    },
  }),
  /** Vectors that ranks gather are put in each other's places, on all ranks alike. */
  gathersWrongly: (communicator) => ({
    ...communicator,
    async broadcast(bytes, root) {
      await communicator.broadcast(bytes, root)
      if (bytes.length > 8 && !isText(bytes)) rotate(bytes)
    },
  }),
} as const satisfies Readonly<Record<string, Fault>>

export type FaultName = keyof typeof faults
