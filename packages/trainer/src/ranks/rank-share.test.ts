import { initializeParameters, predictionConfig } from '@romae/core'
import { type Communicator, inProcessCommunicators } from '@romae/engine'
import { describe, expect, it } from 'vitest'
import { createEncoder, embed } from '../inference/embed.ts'
import { classify, predictOutputs } from '../inference/predict.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { openEngine } from '../testing/engines.ts'
import { makeWaves, tinyStack, type Wave, waveTokenizer } from '../testing/waves.ts'
import { gatherVectors } from './gather-vectors.ts'

const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: tinyStack, outputSize: 3 })
const modelOf = (seed: number): RomaeModel => ({
  config,
  parameters: initializeParameters(config, seed),
  tokenizer: null,
  classes: ['a', 'b', 'c'],
})
const model = modelOf(4)
/** In four buckets, of batches that are filled up with samples of those before. */
const waves = makeWaves(41, [2, 15])
const batchSize = 4

/** What each of so many ranks finds, on an engine of its own, or with what it fails. */
function onRanks<Result>(size: number, work: (communicator: Communicator) => Promise<Result>) {
  return Promise.allSettled(inProcessCommunicators(size).map(work))
}

const optionsOf = async (communicator?: Communicator) => ({
  tokenizer: waveTokenizer,
  engine: await openEngine(),
  batchSize,
  ...(communicator && { communicator }),
})

describe('ranks that share a call', () => {
  it.each([
    ['predictOutputs', predictOutputs],
    ['classify', classify],
    ['embed', embed],
  ] as const)('find with %s, bit by bit, what one process does', async (_, call) => {
    const alone = await call(model, waves, await optionsOf())
    for (const size of [1, 2, 3]) {
      const found = await onRanks(size, async (communicator) => call(model, waves, await optionsOf(communicator)))
      for (const ofRank of found) expect(ofRank).toEqual({ status: 'fulfilled', value: alone })
    }
  })

  it('read their own samples each, and none where there are more ranks than batches', async () => {
    const read: number[][] = [[], [], []]
    const few = waves.slice(0, 6)
    await onRanks(3, async (communicator) => {
      const samples = sourceOf(few, (index) => read[communicator.rank]!.push(index))
      return embed(model, samples, await optionsOf(communicator))
    })
    const looked = few.length
    const own = read.map((indices) => indices.slice(looked))
    expect(new Set(own.flat()).size).toBe(few.length)
    expect(own.flat()).toHaveLength(few.length)
  })

  it('all fail where one cannot read a sample, or has other options', async () => {
    const [first, second] = await onRanks(2, async (communicator) => {
      const samples = sourceOf(waves, (index) => {
        if (communicator.rank === 1 && index === 40) throw new Error('torn')
      })
      return embed(model, samples, await optionsOf(communicator))
    })
    expect(reasonOf(first!)).toThrowRomae('TRAINER_RANK_FAILED', { rank: 1 })
    expect(reasonOf(second!)).toThrow('torn')
    const settled = await onRanks(2, async (communicator) =>
      embed(model, waves, { ...(await optionsOf(communicator)), batchSize: communicator.rank }),
    )
    expect(reasonOf(settled[0]!)).toThrowRomae('TRAINER_OPTION', { key: 'batchSize' })
    expect(reasonOf(settled[1]!)).toThrowRomae('TRAINER_RANK_FAILED', { rank: 0 })
  })

  it.each([
    ['another model', (rank: number) => ({ of: modelOf(4 + rank), samples: waves, batchSize }), /model is/],
    ['other samples', (rank: number) => ({ of: model, samples: waves.slice(rank), batchSize }), /data is/],
    ['other batches', (rank: number) => ({ of: model, samples: waves, batchSize: 4 + rank }), /batches is/],
  ])('are refused where one has %s', async (_, given, said) => {
    const [first, second] = await onRanks(2, async (communicator) => {
      const { of, samples, batchSize } = given(communicator.rank)
      return predictOutputs(of, samples, { ...(await optionsOf(communicator)), batchSize })
    })
    expect(reasonOf(first!)).toThrowRomae('TRAINER_RANK_FAILED', { rank: 1 })
    expect(reasonOf(second!)).toThrowRomae('TRAINER_RANKS_DIFFER', { rank: 1 })
    expect(reasonOf(second!)).toThrow(said)
  })

  it('are those of one call, not of a model that is kept for many', async () => {
    const [communicator] = inProcessCommunicators(1)
    const options = { tokenizer: waveTokenizer, communicator } as object
    await expect(createEncoder(model, options)).rejects.toThrowRomae('TRAINER_UNKNOWN_OPTION', {})
  })
})

it('gathers vectors bit by bit: negative zeros, what is no number, and none', async () => {
  const all = [Float32Array.of(-0, 1), new Float32Array(0), Float32Array.of(Number.NaN, -Infinity, 3)]
  const found = await onRanks(2, (communicator) =>
    gatherVectors(
      communicator,
      all.map((vector, place) => (place % 2 === communicator.rank ? vector : undefined)),
    ),
  )
  for (const ofRank of found) expect(ofRank).toEqual({ status: 'fulfilled', value: all })
})

function sourceOf(samples: readonly Wave[], onRead: (index: number) => void) {
  return {
    length: samples.length,
    fingerprint: 'waves',
    tokenCounts: samples.map(({ times }) => times.length),
    sample(index: number) {
      onRead(index)
      return samples[index]!
    },
  }
}

function reasonOf(settled: PromiseSettledResult<unknown>) {
  return () => {
    if (settled.status === 'rejected') throw settled.reason
  }
}
