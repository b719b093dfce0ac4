import { describe, expect, it } from 'vitest'
import { createRandom, hashText, type Random } from './index.ts'

const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.bits())

describe('createRandom', () => {
  it('gives the same stream for the same seed and path, and others otherwise', () => {
    const stream = draw(createRandom(5, 'flip', 3), 20)
    expect(draw(createRandom(5, 'flip', 3), 20)).toEqual(stream)
    const others = [createRandom(6, 'flip', 3), createRandom(5, 'flip', '3'), createRandom(5, 'flip'), createRandom(5)]
    for (const other of others) expect(draw(other, 20)).not.toEqual(stream)
  })

  it('tells apart seeds that differ above bit 32', () => {
    const seeds = [1, 2 ** 32 + 1, 2 ** 33 + 1, -1, Number.MAX_SAFE_INTEGER]
    expect(new Set(seeds.map((seed) => createRandom(seed).bits())).size).toBe(seeds.length)
  })

  it('is uniform, and its integers are', () => {
    const random = createRandom(3)
    const count = 20_000
    const uniform = Array.from({ length: count }, () => random.uniform())
    const mean = uniform.reduce((sum, value) => sum + value, 0) / count
    // Five standard errors.
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * count))
    expect(uniform.every((value) => value >= 0 && value < 1)).toBe(true)
    const counts = new Array<number>(7).fill(0)
    for (let drawn = 0; drawn < 7000; drawn++) counts[random.integer(7)]! += 1
    for (const found of counts) expect(Math.abs(found - 1000)).toBeLessThan(150)
  })

  it('has no modulo bias, which at three quarters of the range would double a third of the outcomes', () => {
    const random = createRandom(4)
    const counts = [0, 0, 0]
    for (let drawn = 0; drawn < 3000; drawn++) counts[Math.floor(random.integer(3 * 2 ** 30) / 2 ** 30)]! += 1
    for (const found of counts) expect(Math.abs(found - 1000)).toBeLessThan(130)
  })
})

describe('hashText', () => {
  // Published FNV-1a values.
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('of %j', (text, hash) => {
    expect(hashText(text)).toBe(hash)
  })
})
