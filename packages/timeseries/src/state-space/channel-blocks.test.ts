import { createRandom } from '@romae/internal/random'
import { expect, it } from 'vitest'
import { channelBlocks, pickChannels } from './channel-blocks.ts'

const ROWS = 300

/** Random walks; channels of one group share most of their changes. */
function walks(groups: readonly number[], missing = 0) {
  const random = createRandom(1, 'walks')
  const size = groups.length
  const values = new Float64Array(ROWS * size)
  for (let row = 1; row < ROWS; row++) {
    const common = new Map(groups.map((group) => [group, random.normal()]))
    groups.forEach((group, channel) => {
      const change = common.get(group)! + 0.3 * random.normal()
      values[row * size + channel] = values[(row - 1) * size + channel]! + change
    })
  }
  const seen = values.map((value) => (random.uniform() < missing ? Number.NaN : value))
  return [{ steps: new Float64Array(ROWS).fill(1), values: seen }]
}

it('keeps few channels together, and of many those that change together', () => {
  const few = Array.from({ length: 16 }, (_, channel) => channel)
  expect(channelBlocks(walks(few), 16)).toEqual([few])
  const groups = [0, 1, 2, 0, 1, 2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  const expected = [[0, 3, 6], [1, 4, 7], [2, 5, 8], ...[9, 10, 11, 12, 13, 14, 15, 16].map((channel) => [channel])]
  expect(channelBlocks(walks(groups), groups.length)).toEqual(expected)
  expect(channelBlocks(walks(groups, 0.2), groups.length)).toEqual(expected)
})

it('makes no block larger than five, whatever goes together', () => {
  const blocks = channelBlocks(walks(new Array(40).fill(0)), 40)
  expect(blocks.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, channel) => channel))
  expect(Math.max(...blocks.map(({ length }) => length))).toBe(5)
})

it('does not take chance for a relation: of channels without two rows in common nothing is known', () => {
  const values = Float64Array.from({ length: 40 * 20 }, (_, place) => {
    const [row, channel] = [Math.floor(place / 20), place % 20]
    return row % 20 === channel || row === 3 || row === 4 ? row + channel : Number.NaN
  })
  const blocks = channelBlocks([{ steps: new Float64Array(40).fill(1), values }], 20)
  expect(blocks).toHaveLength(20)
})

it('picks columns', () => {
  const picked = pickChannels({ steps: Float64Array.of(0, 1), values: Float64Array.of(1, 2, 3, 4, 5, 6) }, 3, [0, 2])
  expect([...picked.values]).toEqual([1, 3, 4, 6])
})
