import { createRandom } from '@romae/internal/random'
import { describe, expect, it } from 'vitest'
import { drawVisibility } from './visibility.ts'

const walks = Array.from({ length: 1000 }, (_, seed) => drawVisibility(100, createRandom(seed)))

describe('drawVisibility', () => {
  it('is 1 for five frames, and then between 0 and 1 with both reached', () => {
    for (const walk of walks) expect([...walk.subarray(0, 5)]).toEqual([1, 1, 1, 1, 1])
    const rest = walks.flatMap((walk) => [...walk.subarray(5)])
    expect(rest.every((value) => value >= 0 && value <= 1)).toBe(true)
    for (const bound of [0, 1]) {
      const share = rest.filter((value) => value === bound).length / rest.length
      expect(share).toBeGreaterThan(0.1)
      expect(share).toBeLessThan(0.25)
    }
  })

  it('is correlated in time: it never jumps by more than the step, stretched by at most two', () => {
    const steps = walks.flatMap((walk) =>
      [...walk.subarray(6)].map((value, index) => Math.abs(value - walk[index + 5]!)),
    )
    expect(Math.max(...steps)).toBeLessThan(0.4)
    expect(Math.max(...steps)).toBeGreaterThan(0.3)
  })
})
