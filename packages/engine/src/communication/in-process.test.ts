import { describe, expect, it } from 'vitest'
import { inProcessCommunicators } from './in-process.ts'

const onAll = <Result>(size: number, work: (rank: number) => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: size }, (_, rank) => work(rank)))

describe('ranks in one process', () => {
  it('add in the order of ranks, and take the largest', async () => {
    const ranks = inProcessCommunicators(3)
    const sums = [1e8, -1e8, 1].map((value) => Float32Array.of(value, 1))
    await Promise.all(ranks.map((one) => one.allReduce(sums[one.rank]!, 'sum')))
    expect(sums.map((sum) => [...sum])).toEqual([1, 1, 1].map((value) => [value, 3]))
    const most = ranks.map(({ rank }) => Float64Array.of(rank, 1 - rank))
    await Promise.all(ranks.map((one) => one.allReduce(most[one.rank]!, 'max')))
    expect(most.map((values) => [...values])).toEqual([0, 1, 2].map(() => [2, 1]))
  })

  it('hear what one says, and wait for each other', async () => {
    const ranks = inProcessCommunicators(2)
    const bytes = ranks.map(({ rank }) => Uint8Array.of(rank, rank + 1))
    await Promise.all(ranks.map((one) => one.broadcast(bytes[one.rank]!, 1)))
    expect([...bytes[0]!]).toEqual([1, 2])
    let isPast = false
    const first = ranks[0]!.barrier().then(() => {
      isPast = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isPast).toBe(false)
    await Promise.all([first, ranks[1]!.barrier()])
    expect(isPast).toBe(true)
  })

  it('fail where they do not do the same', async () => {
    const ranks = inProcessCommunicators(2)
    const calls = [() => ranks[0]!.barrier(), () => ranks[1]!.allReduce(new Float32Array(3), 'sum')]
    const settled = await onAll(2, (rank) => calls[rank]!())
    for (const one of settled) {
      expect(() => {
        throw (one as PromiseRejectedResult).reason
      }).toThrowRomae('ENGINE_RANKS_APART', { calls: ['barrier', 'allReduce (sum) of Float32Array of length 3'] })
    }
  })

  it('fail after one has gone, those that wait for it too', async () => {
    const ranks = inProcessCommunicators(2)
    const waiting = ranks[0]!.barrier()
    ranks[1]!.abort('out of paper')
    const gone = { rank: 1, reason: 'out of paper' }
    await expect(waiting).rejects.toThrowRomae('ENGINE_RANK_GONE', gone)
    await expect(ranks[0]!.barrier()).rejects.toThrowRomae('ENGINE_RANK_GONE', gone)
  })
})
