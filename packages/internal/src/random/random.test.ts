import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, type Random } from './random.ts'

function draw(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.bits())
}

/** Pearson's statistic for equally likely outcomes; its mean is about the number of outcomes. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

describe('createRandom', () => {
  it('gives the same stream for the same seed and path, and others otherwise', () => {
    const stream = draw(createRandom(5, 'mask', 3), 20)
    expect(draw(createRandom(5, 'mask', 3), 20)).toEqual(stream)
    const others = [createRandom(6, 'mask', 3), createRandom(5, 'mask', '3'), createRandom(5, 'mask'), createRandom(5)]
    for (const other of others) expect(draw(other, 20)).not.toEqual(stream)
  })

  it('tells apart seeds that differ above bit 32, and negative ones', () => {
    const seeds = [1, 2 ** 32 + 1, 2 ** 33 + 1, -1, -2, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
    expect(new Set(seeds.map((seed) => createRandom(seed).bits())).size).toBe(seeds.length)
  })

  it.each([1.5, Number.NaN, 2 ** 53, '1' as unknown as number])('refuses the seed %s', (seed) => {
    expect(() => createRandom(seed)).toThrowRomae('RANDOM_SEED', { got: seed })
  })
})

describe('counter', () => {
  it('is all of the state: set back, the stream repeats', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (skipped, place) => {
        const random = createRandom(1)
        const stream = draw(random, 64)
        draw(random, skipped)
        random.counter = place
        expect(draw(random, 20)).toEqual(stream.slice(place, place + 20))
      }),
      { numRuns: 30 },
    )
  })

  it('goes on beyond 2^32 words without repeating', () => {
    const random = createRandom(1)
    const start = draw(random, 4)
    random.counter = 2 ** 33
    expect(draw(random, 4)).not.toEqual(start)
    expect(random.counter).toBe(2 ** 33 + 4)
  })
})

describe('fork', () => {
  it('does not depend on how much was drawn, nor disturbs what follows', () => {
    const [fresh, used, plain] = [createRandom(2), createRandom(2), createRandom(2)]
    draw(used, 7)
    expect(draw(used.fork('a'), 9)).toEqual(draw(fresh.fork('a'), 9))
    draw(plain, 7)
    expect(draw(used, 5)).toEqual(draw(plain, 5))
  })

  it('is the stream of the longer path', () => {
    expect(draw(createRandom(2, 'a').fork('b'), 5)).toEqual(draw(createRandom(2, 'a', 'b'), 5))
  })
})

describe('fill', () => {
  it('gives the words that so many calls of bits give, from any place on, and goes on after them', () => {
    for (const place of [0, 1, 2, 2 ** 32 - 3, 2 ** 33 - 151, 2 ** 33 - 2, 2 ** 33 + 1]) {
      for (const count of [0, 1, 2, 5, 8, 301]) {
        const [filled, drawn] = [createRandom(9), createRandom(9)]
        filled.counter = place
        drawn.counter = place
        const words = new Uint32Array(count)
        filled.fill(words)
        expect([...words, ...draw(filled, 3)]).toEqual(draw(drawn, count + 3))
        expect(filled.counter).toBe(place + count + 3)
      }
    }
  })
})

describe('fillMask', () => {
  it('keeps where 31 bits are at least the rate, one word a number, from any place on', () => {
    for (const [place, count] of [
      [0, 1],
      [1, 2],
      [3, 500],
      [2 ** 33 - 151, 301],
    ] as const) {
      for (const rate of [0, 0.1, 0.5, 1 - 2 ** -40]) {
        const [filled, drawn] = [createRandom(9), createRandom(9)]
        filled.counter = place
        drawn.counter = place
        const mask = new Float32Array(count)
        filled.fillMask(mask, rate)
        const kept = Math.fround(1 / (1 - rate))
        const threshold = Math.round(rate * 2 ** 31)
        expect([...mask]).toEqual(draw(drawn, count).map((word) => (word >>> 1 < threshold ? 0 : kept)))
        expect(filled.counter).toBe(place + count)
      }
    }
  })
})

describe('uniform and normal', () => {
  it('have the moments of their distributions', () => {
    const random = createRandom(3)
    const count = 40_000
    const moments = (values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / count
      return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count, values }
    }
    const uniform = moments(Array.from({ length: count }, () => random.uniform()))
    const normal = moments(Array.from({ length: count }, () => random.normal()))
    // Five standard errors of each mean and variance.
    expect(Math.abs(uniform.mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * count))
    expect(Math.abs(uniform.variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / count))
    expect(Math.abs(normal.mean)).toBeLessThan(5 / Math.sqrt(count))
    expect(Math.abs(normal.variance - 1)).toBeLessThan(5 * Math.sqrt(2 / count))
    expect(uniform.values.every((value) => value >= 0 && value < 1)).toBe(true)
    const beyondTwo = normal.values.filter((value) => Math.abs(value) > 2).length / count
    expect(beyondTwo).toBeCloseTo(0.0455, 2)
  })
})

describe('integer', () => {
  it('is uniform below its limit', () => {
    const random = createRandom(4)
    for (const limit of [1, 2, 7, 10]) {
      const counts = new Array<number>(limit).fill(0)
      for (let drawn = 0; drawn < 7000; drawn++) counts[random.integer(limit)]!++
      expect(chiSquare(counts)).toBeLessThan(limit + 5 * Math.sqrt(2 * limit))
    }
  })

  it('has no modulo bias, which at three quarters of the range would double a third of the outcomes', () => {
    const random = createRandom(4)
    const limit = 3 * 2 ** 30
    const counts = [0, 0, 0]
    for (let drawn = 0; drawn < 3000; drawn++) counts[Math.floor(random.integer(limit) / 2 ** 30)]!++
    expect(chiSquare(counts)).toBeLessThan(20)
  })

  it('takes limits up to 2^32', () => {
    const random = createRandom(4)
    const largest = Math.max(...Array.from({ length: 50 }, () => random.integer(2 ** 32)))
    expect(largest).toBeGreaterThan(2 ** 31)
  })

  it.each([0, -1, 2.5, Number.NaN, 2 ** 32 + 1])('refuses the limit %s', (limit) => {
    expect(() => createRandom(1).integer(limit)).toThrowRomae('RANDOM_LIMIT', { got: limit })
  })
})

describe('shuffle', () => {
  it('gives every order of four with the same probability', () => {
    const random = createRandom(5)
    const counts = new Map<string, number>()
    for (let drawn = 0; drawn < 12_000; drawn++) {
      const order = random.shuffle([0, 1, 2, 3]).join()
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    expect(chiSquare([...counts.values()])).toBeLessThan(24 + 5 * Math.sqrt(48))
  })

  it('shuffles in place', () => {
    const values = Int32Array.from({ length: 20 }, (_, index) => index)
    expect(createRandom(1).shuffle(values)).toBe(values)
    expect([...values].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index))
  })
})
