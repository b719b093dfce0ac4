import { describe, expect, it } from 'vitest'
import { chooseIndices, threefry, type Words } from './index.ts'

describe('threefry', () => {
  // The known answers for threefry2x32, 20 rounds, that the authors publish with Random123.
  it.each<[key: Words, counter: Words, answer: Words]>([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ])('gives the known answer for key %j and counter %j', (key, counter, answer) => {
    expect(threefry(key, counter)).toEqual(answer)
  })
})

describe('chooseIndices', () => {
  it('gives distinct indices in range, all of them when asked for all', () => {
    expect([...chooseIndices(10, 10, [1, 2])].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(new Set(chooseIndices(1000, 300, [1, 2])).size).toBe(300)
  })

  it('chooses every index about equally often', () => {
    const counts = new Array<number>(10).fill(0)
    for (let seed = 0; seed < 10_000; seed++) {
      for (const index of chooseIndices(10, 3, [seed, 0])) counts[index]! += 1
    }
    // 3000 expected; the standard deviation is 46.
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(250)
  })
})
