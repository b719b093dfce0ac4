import { createRandom } from '@romae/internal/random'
import { expect, it } from 'vitest'
import { fitBlockModels, simulateBlocks, smoothBlockMeans, smoothBlocks } from './block-models.ts'

const ROWS = 400
const SIZE = 18

/** Channels 0 and 17, and 1 and 9, share what drives them; each has a size of its own; one value in five is missing. */
function observed() {
  const random = createRandom(2, 'blocks')
  const values = new Float64Array(ROWS * SIZE)
  const driver = [0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 10, 11, 12, 13, 14, 15, 16, 0]
  const state = new Float64Array(SIZE)
  for (let row = 0; row < ROWS; row++) {
    const shocks = Float64Array.from({ length: SIZE }, () => random.normal())
    for (let channel = 0; channel < SIZE; channel++) {
      state[channel] = 0.8 * state[channel]! + shocks[driver[channel]!]!
      const value = (1 + channel) * (state[channel]! + 0.1 * random.normal())
      values[row * SIZE + channel] = random.uniform() < 0.2 ? Number.NaN : value
    }
  }
  return { steps: new Float64Array(ROWS).fill(1), values }
}

const all = observed()
const models = fitBlockModels([all], SIZE)

it('puts what each block says at the places of its channels', () => {
  expect(models.blocks.map(({ channels }) => channels).filter(({ length }) => length > 1)).toEqual([
    [0, 17],
    [1, 9],
  ])
  const means = smoothBlockMeans(models, all)
  const { means: same, variances } = smoothBlocks(models, all)
  for (let place = 0; place < all.values.length; place++) {
    const size = 1 + (place % SIZE)
    expect(Math.abs(means[place]! - same[place]!)).toBeLessThan(1e-6 * size)
    const value = all.values[place]!
    if (!Number.isNaN(value)) expect(Math.abs(means[place]! - value)).toBeLessThan(size)
  }
  // Of larger channels less is sure.
  const meanVariance = (channel: number) => {
    const own = Array.from({ length: ROWS }, (_, row) => variances[row * SIZE + channel]!)
    return own.reduce((sum, one) => sum + one, 0) / ROWS
  }
  expect(meanVariance(16)).toBeGreaterThan(20 * meanVariance(2))
})

it('draws paths of all channels, each of its own spread', () => {
  const path = simulateBlocks(models, all.steps, createRandom(3, 'path'))
  const spread = (channel: number) => {
    const own = Array.from({ length: ROWS }, (_, row) => path[row * SIZE + channel]!)
    return Math.sqrt(own.reduce((sum, one) => sum + one * one, 0) / ROWS)
  }
  for (let channel = 0; channel < SIZE; channel++) {
    const relative = spread(channel) / ((1 + channel) * (1 / 0.6))
    expect(relative).toBeGreaterThan(0.5)
    expect(relative).toBeLessThan(2)
  }
})
