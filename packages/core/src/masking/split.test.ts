import type { TokenBatch } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { type MaskedCounts, modelPositions, splitByMask } from './split.ts'

/** Two samples of three tokens on two axes; the second ends with padding. */
const tokens: TokenBatch = {
  values: Float32Array.from([10, 11, 20, 21, 30, 31, 40, 41, 50, 51, 0, 0]),
  positions: Float32Array.from([1, 2, 3, 0.1, 0.2, 0.3, 4, 5, 0, 0.4, 0.5, 0]),
  padding: Uint8Array.from([0, 0, 0, 0, 0, 1]),
  batch: 2,
  length: 3,
  tokenSize: 2,
  axes: 2,
}
const rope = { cls: false, positionEncoding: 'rope' } as const

const floats = (...values: number[]) => Float32Array.from(values)

describe('splitByMask', () => {
  it('keeps the order of tokens, and moves positions and padding along', () => {
    const split = splitByMask(tokens, Uint8Array.from([0, 1, 0, 0, 0, 1]), rope)
    expect(split).toEqual({
      batch: 2,
      visibleCount: 2,
      maskedCount: 1,
      axes: 2,
      visible: floats(10, 11, 30, 31, 40, 41, 50, 51),
      visiblePositions: floats(1, 3, 0.1, 0.3, 4, 5, 0.4, 0.5),
      visiblePadding: floats(0, 0, 0, 0),
      targets: floats(20, 21, 0, 0),
      maskedPositions: floats(2, 0.2, 0, 0),
      maskedPadding: floats(0, 1),
    })
  })

  it('divides the real tokens of rows that mask different numbers, and pads both parts to the counts', () => {
    const mask = Uint8Array.from([0, 1, 1, 0, 0, 0]) // the last is padding, and stays out
    const split = splitByMask(tokens, mask, rope, { visible: 3, masked: 2 })
    expect(split).toMatchObject({
      visibleCount: 3,
      maskedCount: 2,
      visible: floats(10, 11, 0, 0, 0, 0, 40, 41, 50, 51, 0, 0),
      visiblePositions: floats(1, 0, 0, 0.1, 0, 0, 4, 5, 0, 0.4, 0.5, 0),
      visiblePadding: floats(0, 1, 1, 0, 0, 1),
      targets: floats(20, 21, 30, 31, 0, 0, 0, 0),
      maskedPadding: floats(0, 0, 1, 1),
    })
    const refused = (counts: MaskedCounts) => () => splitByMask(tokens, mask, rope, counts)
    expect(refused({ visible: 1, masked: 2 })).toThrowRomae('MASK_COUNTS', { row: 1, part: 'visible', count: 1 })
    expect(refused({ visible: 3, masked: 1 })).toThrowRomae('MASK_COUNTS', { row: 0, part: 'masked', count: 1 })
  })

  it('gives the absolute baseline the original indices', () => {
    const mask = Uint8Array.from([0, 1, 0, 1, 0, 0])
    const split = splitByMask(tokens, mask, { cls: false, positionEncoding: 'absolute' })
    expect([split.axes, split.visiblePositions, split.maskedPositions]).toEqual([1, floats(0, 2, 1, 2), floats(1, 0)])
  })

  it('leaves nothing visible only where [CLS] stands in', () => {
    const all = new Uint8Array(6).fill(1)
    expect(splitByMask(tokens, all, { ...rope, cls: true })).toMatchObject({ visibleCount: 0, maskedCount: 3 })
    expect(() => splitByMask(tokens, all, rope)).toThrowRomae('MASK_NOTHING_VISIBLE', { length: 3 })
  })

  it.each([
    [[1, 0, 0, 1, 1, 0], /row 1 of the mask hides 2 tokens, row 0 hides 1.*\[MASK_UNEQUAL_COUNTS\]/],
    [[0, 0, 0, 0, 0, 0], /hides none of 3 tokens.*raise the ratio \[MASK_NOTHING_MASKED\]/],
    [[1, 0, 0, 0, 2, 0], /must hold 0 \(visible\) and 1 \(masked\); got 2 in row 1 at index 1 \[MASK_VALUE\]/],
    [[1, 0, 0], /mask \[2, 3\] must hold 6 values; got 3 \[INPUT_LENGTH\]/],
  ])('refuses the mask %j', (mask, message) => {
    expect(() => splitByMask(tokens, Uint8Array.from(mask), rope)).toThrow(message)
  })
})

describe('modelPositions', () => {
  it("are the tokens' own, or their indices for the absolute baseline", () => {
    expect(modelPositions(tokens, 'rope')).toEqual({ positions: tokens.positions, axes: 2 })
    expect(modelPositions(tokens, 'none')).toEqual({ positions: tokens.positions, axes: 2 })
    expect(modelPositions(tokens, 'absolute')).toEqual({ positions: floats(0, 1, 2, 0, 1, 2), axes: 1 })
  })
})
