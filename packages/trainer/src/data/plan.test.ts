import { describe, expect, it } from 'vitest'
import { planBatches } from './plan.ts'

const epochOf = (epoch: number) => [0, 1, 2].map((batch) => ({ length: 4, samples: Int32Array.of(10 * epoch + batch) }))
const plan = (from: number, to: number) => [...planBatches(epochOf, 3, from, to)]

describe('planBatches', () => {
  it('goes through the epochs', () => {
    expect(plan(0, 7).map(({ step, epoch, endsEpoch, samples }) => [step, epoch, endsEpoch, samples[0]])).toEqual([
      [0, 1, false, 10],
      [1, 1, false, 11],
      [2, 1, true, 12],
      [3, 2, false, 20],
      [4, 2, false, 21],
      [5, 2, true, 22],
      [6, 3, false, 30],
    ])
  })

  it.each([0, 1, 3, 5, 7])('goes on from step %d', (from) => {
    expect(plan(from, 7)).toEqual(plan(0, 7).slice(from))
  })
})
