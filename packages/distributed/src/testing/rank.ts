import { connect } from '../connect.ts'
import { loadKoffi } from '../load.ts'

/** A rank of the tests: does what its argument says, and prints what came of it as JSON. */
const [, , task, library] = process.argv

const print = (said: unknown) => process.stdout.write(`${JSON.stringify(said)}\n`)

const works: Readonly<Record<string, (communicator: Awaited<ReturnType<typeof connect>>) => Promise<unknown>>> = {
  async collectives(communicator) {
    const { rank, size, localSize, info } = communicator
    const floats = Float32Array.of(rank + 0.5, -rank)
    const doubles = Float64Array.of(2 ** 40 + rank, rank)
    const many = new Float32Array(1_000_000).fill(rank + 1)
    let turns = 0
    const turning = setInterval(() => turns++, 1)
    // Called at once, made one after the other.
    await Promise.all([communicator.allReduce(floats, 'sum'), communicator.allReduce(doubles, 'max')])
    for (let time = 0; time < 10; time++) await communicator.allReduce(many, 'max')
    const bytes = Uint8Array.of(rank, rank, rank)
    await communicator.broadcast(bytes, size - 1)
    await communicator.barrier()
    clearInterval(turning)
    const largest = many.every((value) => value === size)
    return {
      rank,
      size,
      localSize,
      info,
      floats: [...floats],
      doubles: [...doubles],
      bytes: [...bytes],
      largest,
      turns,
    }
  },
  async ordered({ rank, size, allReduce }) {
    // In another order of addition, some of these sums are others.
    const numberOf = (of: number, index: number) =>
      (((7919 * index + 104729 * of) % 1009) / 7) * 10 ** ((of + index) % 4)
    const fill = (values: Float32Array | Float64Array, of: number) => {
      for (const index of values.keys()) values[index] = numberOf(of, index)
    }
    const wrong: string[] = []
    const vectors = [1, 2, 1001].flatMap((length) => [new Float32Array(length), new Float64Array(length)])
    for (const values of [...vectors, new Float32Array(5_000_003)]) {
      const [expected, other] = [values.slice(), values.slice()]
      fill(expected, 0)
      for (let of = 1; of < size; of++) {
        fill(other, of)
        for (const index of other.keys()) expected[index]! += other[index]!
      }
      fill(values, rank)
      await allReduce(values, 'sum')
      const first = values.findIndex((value, index) => value !== expected[index])
      if (first !== -1) wrong.push(`of ${values.length}, at ${first}: ${values[first]}, not ${expected[first]}`)
    }
    const most = Float32Array.of(rank)
    await allReduce(most, 'max')
    return { wrong, most: [...most] }
  },
  async turns({ barrier, allReduce }) {
    const numbers = new Float64Array(3)
    await barrier()
    const begun = performance.now()
    for (let time = 0; time < 200; time++) await allReduce(numbers, 'sum')
    return { milliseconds: performance.now() - begun }
  },
  async memory({ allReduce }) {
    await allReduce(new Float64Array(100_000), 'sum')
    const koffi = await loadKoffi()
    const own = koffi.load(null)
    const begin = (name: string) => koffi.decode(own.symbol(name), 'uint8_t') as number
    // What is put in a function's place begins with a jump.
    return { rewritten: ['brk', 'sbrk', 'mmap', 'munmap', 'madvise'].filter((name) => begin(name) === 0xe9) }
  },
  async leaves({ rank, barrier }) {
    if (rank === 0) process.exit(0)
    await barrier()
  },
  async throws({ rank, barrier }) {
    if (rank === 1)
      setImmediate(() => {
        throw new Error('thrown by rank 1')
      })
    await barrier()
  },
  async isLate({ rank, barrier }) {
    if (rank === 0) await new Promise((resolve) => setTimeout(resolve, 60_000))
    await barrier()
  },
}

const isOrdered =
  task === 'ordered' || (task === 'differs' && (process.env.OMPI_COMM_WORLD_RANK ?? process.env.PMI_RANK) === '1')
const options = {
  ...(library !== undefined && { library }),
  ...(task === 'isLate' && { timeout: 1 }),
  ...(isOrdered && { ordered: true }),
}
try {
  const communicator = await connect(options)
  const said = await works[task!]!(communicator)
  await communicator.close()
  await communicator.barrier().catch(({ code }) => print({ ...(said as object), after: code }))
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  print({ code, message })
  process.exitCode = 3
}
