import { describe, expect, it } from 'vitest'
import { complementaryMasks } from './complementary-masks.ts'

const plan = { maskRatio: 0.25, block: 1, seed: 1, sample: 0, round: 0 }
const shareOf = (mask: Uint8Array) => mask.reduce((sum, flag) => sum + flag, 0) / mask.length
const timesHidden = (masks: readonly Uint8Array[], token: number) => masks.reduce((sum, mask) => sum + mask[token]!, 0)

describe('complementary masks', () => {
  it('hide each token once, as many at a time as the ratio says', () => {
    const masks = complementaryMasks(40, plan)
    expect(masks.map(shareOf)).toEqual([0.25, 0.25, 0.25, 0.25])
    for (let token = 0; token < 40; token++) expect(timesHidden(masks, token)).toBe(1)
  })

  it('show each token once where more than half is hidden', () => {
    const masks = complementaryMasks(40, { ...plan, maskRatio: 0.75 })
    expect(masks.map(shareOf)).toEqual([0.75, 0.75, 0.75, 0.75])
    for (let token = 0; token < 40; token++) expect(timesHidden(masks, token)).toBe(3)
  })

  it('hide tokens of a block together, and blocks begin elsewhere in each round', () => {
    const rounds = [0, 1, 2, 3].map((round) => complementaryMasks(64, { ...plan, block: 8, round }))
    for (const masks of rounds) {
      for (const mask of masks) {
        const inner = mask.join('').replace(/^(0+|1+)/, '')
        for (const run of inner.match(/1+(?=0)/g) ?? []) expect(run.length % 8).toBe(0)
      }
    }
    const begins = rounds.map((masks) => {
      const borders = masks.flatMap((mask) =>
        [...mask.keys()].filter((token) => token > 0 && mask[token] !== mask[token - 1]),
      )
      return new Set(borders.map((token) => token % 8))
    })
    expect(begins.map(({ size }) => size)).toEqual([1, 1, 1, 1])
    expect(new Set(begins.flatMap((own) => [...own])).size).toBeGreaterThan(1)
    expect(complementaryMasks(64, { ...plan, block: 8 })).toEqual(rounds[0])
  })

  it('always leave something visible, and hide everything once, however short the sample', () => {
    expect(complementaryMasks(1, plan)).toEqual([])
    for (let length = 2; length < 12; length++) {
      for (const [maskRatio, block] of [
        [0.01, 1],
        [0.25, 50],
        [0.75, 3],
        [0.99, 1],
      ] as const) {
        const masks = complementaryMasks(length, { ...plan, maskRatio, block })
        for (const mask of masks) expect(mask).toContain(0)
        for (let token = 0; token < length; token++) expect(timesHidden(masks, token)).toBeGreaterThan(0)
      }
    }
  })
})
