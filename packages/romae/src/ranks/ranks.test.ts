import { inProcessCommunicators } from '@romae/engine'
import { describe, expect, it } from 'vitest'
import { Ranks } from './ranks.ts'
import { tellModel } from './tell-model.ts'

/** What each of two ranks does, and what came of it. */
function onBoth<Result>(work: (ranks: Ranks, rank: number) => Promise<Result>) {
  const communicators = inProcessCommunicators(2)
  return Promise.allSettled(communicators.map((communicator, rank) => work(new Ranks(communicator), rank)))
}

const values = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.map((one) => ('value' in one ? one.value : one.reason.message))

describe('ranks', () => {
  it('do on the first what is for one, however long it takes, and tell the others what it gave', async () => {
    const done: number[] = []
    const results = await onBoth((ranks, rank) =>
      ranks.onFirst(async () => {
        done.push(rank)
        await new Promise((resolve) => setTimeout(resolve, 1200))
        return { rank }
      }),
    )
    expect(done).toEqual([0])
    expect(values(results)).toEqual([{ rank: 0 }, { rank: 0 }])
  })

  it('all fail where the first does, and where one has failed before they met', async () => {
    const alone = await onBoth((ranks) => ranks.onFirst(() => Promise.reject(new Error('the disk is full'))))
    expect(values(alone)).toEqual(['the disk is full', expect.stringMatching(/^rank 0 failed: the disk is full/)])
    const early = await onBoth((ranks, rank) =>
      ranks.meet(rank === 1 ? { failure: new Error('no such file') } : { result: null }),
    )
    expect(values(early)).toEqual([expect.stringMatching(/^rank 1 failed: no such file/), 'no such file'])
  })

  it('meet once', async () => {
    const results = await onBoth(async (ranks, rank) => {
      await ranks.meet({ result: null })
      // The other one is elsewhere.
      return rank === 0 ? ranks.meet({ result: 'done' }) : null
    })
    expect(values(results)).toEqual(['done', null])
  })

  it('have the model that the first has', async () => {
    const parameters = { a: Float32Array.of(1, 0.1), b: Float32Array.of(-3) }
    const config = { task: 'pretraining' } as never
    const model = { config, parameters, tokenizer: { name: 'rows' }, classes: null }
    const results = await onBoth((ranks, rank) => tellModel(ranks, rank === 0 ? model : null))
    expect(values(results)).toEqual([model, model])
  })
})

it('one process is all of them', async () => {
  const ranks = new Ranks(null)
  expect(await ranks.onFirst(() => 7)).toBe(7)
  await expect(ranks.meet({ failure: new Error('alone') })).rejects.toThrow('alone')
})
