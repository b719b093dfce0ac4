import { describe, expect, it } from 'vitest'
import { overSeeds } from './over-seeds.ts'

describe('overSeeds', () => {
  it('gives mean and sample standard deviation of every number', async () => {
    const order: number[] = []
    const { runs, metrics } = await overSeeds([3, 1, 2], async (seed) => {
      order.push(seed)
      return { accuracy: seed, loss: 2 * seed, confusion: [[seed]] }
    })
    expect(order).toEqual([3, 1, 2])
    expect(runs[1]).toEqual({ seed: 1, result: { accuracy: 1, loss: 2, confusion: [[1]] } })
    expect(metrics).toEqual({
      accuracy: { mean: 2, standardDeviation: 1, values: [3, 1, 2] },
      loss: { mean: 4, standardDeviation: 2, values: [6, 2, 4] },
    })
  })

  it('has no deviation of one run', async () => {
    const { metrics } = await overSeeds([5], async () => ({ loss: 0.25 }))
    expect(metrics).toEqual({ loss: { mean: 0.25, standardDeviation: null, values: [0.25] } })
  })

  it.each([[[]], [[1, 1]], [[1.5]], [[-1]], [3]])('refuses the seeds %o', async (seeds) => {
    await expect(overSeeds(seeds as never, async () => ({}))).rejects.toThrowRomae('TRAINER_OPTION', {
      of: 'overSeeds',
    })
  })

  it('refuses runs that measure different things', async () => {
    const run = async (seed: number) => (seed === 0 ? { loss: 1 } : { accuracy: 1 })
    await expect(overSeeds([0, 1], run)).rejects.toThrowRomae('TRAINER_OPTION', {
      key: 'run',
      found: 'loss and accuracy',
    })
  })
})
