import { describe, expect, it } from 'vitest'
import { float16Bits, float16Values, toFloat16 } from './float16.ts'

describe('half precision', () => {
  it('has all its numbers, there and back', () => {
    const all = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits)
    const values = float16Values(all)
    expect([values[1], values[0x3c00], values[0x7bff], values[0xc000]]).toEqual([2 ** -24, 1, 65504, -2])
    const back = float16Bits(values)
    expect([...all].filter((bits) => back[bits] !== bits && !Number.isNaN(values[bits]!))).toEqual([])
  })

  it('is the nearest, and of two as near the even one', () => {
    const positive = [...float16Values(Uint16Array.from({ length: 0x7c00 }, (_, bits) => bits))]
    for (let at = 1; at < positive.length; at += 7) {
      const [below, above] = [positive[at - 1]!, positive[at]!]
      const middle = (below + above) / 2
      const [even, odd] = at % 2 === 0 ? [above, below] : [below, above]
      const gap = above - below
      const near = Float32Array.of(middle, middle + gap / 16, middle - gap / 16, -middle)
      expect([...toFloat16(near)]).toEqual([even, above, below, -even])
      expect(odd).not.toBe(even)
    }
    const edges = Float32Array.of(65519, 65520, 1e30, Number.NaN, -0, 2 ** -25, 2 ** -25 * 1.01, 1e-30)
    expect([...toFloat16(edges)]).toEqual([65504, Infinity, Infinity, Number.NaN, -0, 0, 2 ** -24, 0])
  })
})
