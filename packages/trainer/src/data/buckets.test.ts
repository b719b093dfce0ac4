import { createRandom } from '@romae/core'
import { describe, expect, it } from 'vitest'
import { batchesPerEpoch, epochBatches, evenBatches, makeBuckets } from './buckets.ts'

const random = createRandom(3, 'lengths')
const lengths = Array.from({ length: 103 }, () => 1 + random.integer(40))
const all = [...lengths.keys()]
const samplesOf = (batches: Iterable<{ samples: Int32Array }>) => [...batches].flatMap(({ samples }) => [...samples])

describe('makeBuckets', () => {
  it('puts samples of one length into one bucket', () => {
    const buckets = makeBuckets([7, 7, 7, 7, 7], 4)
    expect(buckets).toEqual([{ length: 7, samples: Int32Array.of(0, 1, 2, 3, 4) }])
  })

  it('divides by length, at most as often as asked, into about equal parts', () => {
    for (let count = 1; count <= 8; count++) {
      const buckets = makeBuckets(lengths, count)
      expect(buckets.length).toBe(count)
      expect(samplesOf(buckets).sort((a, b) => a - b)).toEqual(all)
      let shortest = 0
      for (const { length, samples } of buckets) {
        const inside = Array.from(samples, (index) => lengths[index]!)
        expect(Math.max(...inside)).toBe(length)
        expect(Math.min(...inside)).toBeGreaterThan(shortest)
        expect(Math.abs(samples.length - lengths.length / count)).toBeLessThan(15)
        shortest = length
      }
    }
  })

  it('makes fewer buckets where there are fewer lengths', () => {
    expect(makeBuckets([5, 2, 5, 2, 2], 4).map(({ length, samples }) => [length, samples.length])).toEqual([
      [2, 3],
      [5, 2],
    ])
    expect(makeBuckets([9], 4)).toEqual([{ length: 9, samples: Int32Array.of(0) }])
  })
})

describe('epochBatches', () => {
  const buckets = makeBuckets(lengths, 4)
  const epoch = (seed: number, number: number) =>
    epochBatches(buckets, { batchSize: 8, dropLast: false }, createRandom(seed).fork(number))

  it('gives every sample exactly once an epoch, padded to its bucket', () => {
    const batches = epoch(1, 1)
    expect(samplesOf(batches).sort((a, b) => a - b)).toEqual(all)
    for (const { length, samples } of batches) {
      expect(samples.length).toBeLessThanOrEqual(8)
      const bucket = buckets.find((candidate) => candidate.length === length)!
      for (const sample of samples) expect(bucket.samples).toContain(sample)
    }
  })

  it('has as many batches as batchesPerEpoch says', () => {
    for (const batchSize of [1, 7, 8, 26, 200]) {
      const options = { batchSize, dropLast: false }
      expect(epochBatches(buckets, options, createRandom(1)).length).toBe(batchesPerEpoch(buckets, options))
    }
    expect(batchesPerEpoch(buckets, { batchSize: 200, dropLast: false })).toBe(4)
  })

  it('drops what does not fill a batch, other samples in each epoch', () => {
    const options = { batchSize: 7, dropLast: true }
    const first = epochBatches(buckets, options, createRandom(1).fork(1))
    expect(first.length).toBe(batchesPerEpoch(buckets, options))
    expect(first.length).toBe(buckets.reduce((sum, { samples }) => sum + Math.floor(samples.length / 7), 0))
    expect(first.every(({ samples }) => samples.length === 7)).toBe(true)
    const dropped = (batches: typeof first) => all.filter((sample) => !samplesOf(batches).includes(sample))
    expect(dropped(first).length).toBeGreaterThan(0)
    expect(dropped(epochBatches(buckets, options, createRandom(1).fork(2)))).not.toEqual(dropped(first))
  })

  it('refuses to drop a whole bucket', () => {
    expect(() => batchesPerEpoch(buckets, { batchSize: 200, dropLast: true })).toThrowRomae('TRAINER_OPTION', {
      key: 'dropLast',
      got: true,
    })
  })

  it('differs from epoch to epoch and from seed to seed, and is the same for the same', () => {
    expect(samplesOf(epoch(1, 1))).toEqual(samplesOf(epoch(1, 1)))
    expect(samplesOf(epoch(1, 1))).not.toEqual(samplesOf(epoch(1, 2)))
    expect(samplesOf(epoch(1, 1))).not.toEqual(samplesOf(epoch(2, 1)))
  })

  it('mixes the buckets, and leaves them as they were', () => {
    const before = structuredClone(buckets)
    const order = epoch(1, 1).map(({ length }) => length)
    expect(order).not.toEqual([...order].sort((a, b) => a - b))
    expect(buckets).toEqual(before)
  })
})

describe('evenBatches', () => {
  it('gives every sample, in batches of one size a bucket and at most the size asked', () => {
    const buckets = makeBuckets(lengths, 3)
    for (const batchSize of [1, 4, 10, 64, 1000]) {
      const batches = [...evenBatches(buckets, batchSize)]
      expect([...new Set(samplesOf(batches))].sort((a, b) => a - b)).toEqual(all)
      expect(Math.max(...batches.map(({ samples }) => samples.length))).toBeLessThanOrEqual(batchSize)
      for (const { length } of buckets) {
        const sizes = batches.filter((batch) => batch.length === length).map(({ samples }) => samples.length)
        expect(new Set(sizes).size).toBe(1)
      }
    }
  })

  it('repeats as few samples as it can', () => {
    const batches = [...evenBatches(makeBuckets([1, 1, 1, 1, 1], 1), 4)]
    expect(batches.map(({ samples }) => [...samples])).toEqual([
      [0, 1, 2],
      [2, 3, 4],
    ])
  })
})
