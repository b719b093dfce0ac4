import { describe, expect, it } from 'vitest'
import { chooseIndices, createRandom } from './index.ts'

describe('chooseIndices', () => {
  it('gives distinct indices in range, all of them when asked for all', () => {
    expect([...chooseIndices(10, 10, createRandom(1))].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    const some = chooseIndices(1000, 300, createRandom(1))
    expect(new Set(some).size).toBe(300)
    expect(Math.max(...some)).toBeLessThan(1000)
  })

  it('chooses each index equally often', () => {
    const counts = new Array<number>(10).fill(0)
    for (let trial = 0; trial < 2000; trial++) {
      for (const index of chooseIndices(10, 3, createRandom(trial))) counts[index]!++
    }
    for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(5 * Math.sqrt(600))
  })
})
