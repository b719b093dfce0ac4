import { expect, it } from 'vitest'
import { inferenceBatches, roundUp } from './batches.ts'

it('rounds sizes up by at most a quarter, to few', () => {
  const sizes = Array.from({ length: 1000 }, (_, index) => index + 1)
  for (const size of sizes) {
    expect(roundUp(size)).toBeGreaterThanOrEqual(size)
    expect(roundUp(size)).toBeLessThanOrEqual(1.25 * size)
    expect(roundUp(roundUp(size))).toBe(roundUp(size))
  }
  expect(new Set(sizes.map(roundUp)).size).toBe(36)
})

const lengths = Array.from({ length: 40 }, (_, index) => 1 + ((7 * index) % 30))

it.each([
  ['as they are', (size: number) => size],
  ['rounded', roundUp],
])('has every sample, in a batch that is long enough, sizes %s', (_, fit) => {
  const batches = inferenceBatches(lengths, 7, fit)
  expect(new Set(batches.flatMap(({ samples }) => [...samples])).size).toBe(lengths.length)
  for (const { length, samples } of batches) {
    expect(samples.length).toBeLessThanOrEqual(7)
    for (const sample of samples) expect(lengths[sample]).toBeLessThanOrEqual(length)
    expect(fit(length)).toBe(length)
  }
})

it('fills batches with samples that are there', () => {
  expect(inferenceBatches(new Array(9).fill(33), 64, roundUp)).toEqual([
    { length: 40, samples: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 8) },
  ])
})
