import { createRandom } from '@romae/internal/random'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MaskOptions, maskedCount, sampleMask, singleMaskedCount } from './mask.ts'

/** Padding of rows that have these many real tokens. */
function paddingOf(valid: readonly number[], length: number): Uint8Array {
  return Uint8Array.from(valid.flatMap((count) => Array.from({ length }, (_, index) => (index < count ? 0 : 1))))
}

function rowsOf(mask: Uint8Array, length: number): number[][] {
  return Array.from({ length: mask.length / length }, (_, row) => [...mask.subarray(row * length, (row + 1) * length)])
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('maskedCount', () => {
  it('multiplies in single precision, as the reference does', () => {
    expect(maskedCount(25, 0.6)).toBe(16) // 15 in double precision
    expect(maskedCount(100, 0.07)).toBe(7) // 8 in double precision: .07 * 100 is 7.000000000000001
    expect([Math.ceil(0.6 * 25), Math.ceil(0.07 * 100)]).toEqual([15, 8])
  })

  it('hides nothing at 0, everything at 1, and grows by at most one a token', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(5000), (ratio, valid) => {
        expect(maskedCount(valid, 0)).toBe(0)
        expect(maskedCount(valid, 1)).toBe(valid)
        const growth = maskedCount(valid + 1, ratio) - maskedCount(valid, ratio)
        expect(growth === 0 || growth === 1).toBe(true)
      }),
    )
  })
})

describe('sampleMask', () => {
  const rows = fc.integer({ min: 1, max: 30 }).chain((length) =>
    fc.record({
      length: fc.constant(length),
      valid: fc.array(fc.integer({ min: 1, max: length }), { minLength: 1, maxLength: 4 }),
      ratio: fc.double({ min: 0, max: 1, noNaN: true }),
      count: fc.constantFrom('length', 'batch'),
      seed: fc.nat(1000),
    }),
  )

  it("hides each sample's share of real tokens, then padding from the end, equally many in every row", () => {
    fc.assert(
      fc.property(rows, ({ length, valid, ratio, count, seed }) => {
        const size = { batch: valid.length, length }
        const options = { ratio, count } as MaskOptions
        const mask = rowsOf(sampleMask(paddingOf(valid, length), size, options, createRandom(seed)), length)
        const target =
          count === 'length'
            ? maskedCount(length, ratio)
            : Math.max(...valid.map((tokens) => maskedCount(tokens, ratio)))
        mask.forEach((row, sample) => {
          const real = row.slice(0, valid[sample]!)
          const padding = row.slice(valid[sample]!)
          expect(sum(real)).toBe(maskedCount(valid[sample]!, ratio))
          expect(sum(row)).toBe(target)
          expect([...padding].sort((a, b) => a - b)).toEqual(padding) // zeros, then ones
        })
      }),
      { numRuns: 60 },
    )
  })

  it('hides of a row the same, whatever stands beside it and however far it is padded', () => {
    const groups = [3, 3, 1, 1, 1, 2, 2, 5, 4, 4]
    fc.assert(
      fc.property(rows, fc.boolean(), fc.nat(5), ({ length, valid, ratio, seed }, grouped, more) => {
        const masked = (real: readonly number[], padded: number, given?: readonly number[]) => {
          const together = Float32Array.from(
            { length: real.length * padded },
            (_, token) => groups[(token % padded) % 10]!,
          )
          const size = { batch: real.length, length: padded, ...(given !== undefined && { rows: given }) }
          const options = { ratio, ...(grouped && { together }) }
          return rowsOf(sampleMask(paddingOf(real, padded), size, options, createRandom(seed)), padded)
        }
        const whole = masked(valid, length)
        valid.forEach((count, row) => {
          const [alone] = masked([count], length + more, [row])
          expect(alone!.slice(0, count)).toEqual(whole[row]!.slice(0, count))
        })
      }),
      { numRuns: 60 },
    )
  })

  it('draws anew in every row', () => {
    const mask = sampleMask(paddingOf([40, 40], 40), { batch: 2, length: 40 }, { ratio: 0.5 }, createRandom(1))
    const [first, second] = rowsOf(mask, 40)
    expect(first).not.toEqual(second)
  })

  it('hides every token equally often', () => {
    const hidden = new Array<number>(8).fill(0)
    for (let drawn = 0; drawn < 2000; drawn++) {
      const mask = sampleMask(paddingOf([8], 8), { batch: 1, length: 8 }, { ratio: 0.5 }, createRandom(drawn))
      mask.forEach((value, index) => {
        hidden[index] = hidden[index]! + value
      })
    }
    for (const count of hidden) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(500))
  })

  it('reproduces the counts of the reference option, which may differ between rows', () => {
    const mask = sampleMask(
      paddingOf([25, 20], 25),
      { batch: 2, length: 25 },
      { ratio: 0.6, count: 'reference-single' },
      createRandom(1),
    )
    expect(singleMaskedCount(25, 0.6)).toBe(15)
    expect(rowsOf(mask, 25).map(sum)).toEqual([16, 15])
  })

  it.each([
    [{ ratio: 1.2 }, 'MASK_RATIO', { got: 1.2 }],
    [{ ratio: -0.1 }, 'MASK_RATIO', { got: -0.1 }],
    [{ ratio: Number.NaN }, 'MASK_RATIO', { got: Number.NaN }],
    [{ ratio: '0.5' }, 'MASK_RATIO', { got: '0.5' }],
    [{ ratio: 0.5, count: 'rows' }, 'CONFIG_UNKNOWN_CHOICE', { key: 'count', got: 'rows' }],
    [{ ratio: 0.5, single: true }, 'CONFIG_UNKNOWN_KEY', { key: 'single' }],
  ])('refuses %o', (options, code, fields) => {
    const draw = () => sampleMask(paddingOf([4], 4), { batch: 1, length: 4 }, options as MaskOptions, createRandom(1))
    expect(draw).toThrowRomae(code, fields)
  })

  it('refuses a row of padding only, padding before a real token, and padding of another length', () => {
    const draw = (padding: readonly number[]) =>
      sampleMask(Uint8Array.from(padding), { batch: 2, length: 3 }, { ratio: 0.5 }, createRandom(1))
    expect(() => draw([0, 0, 0, 1, 1, 1])).toThrowRomae('MASK_NO_VALID_TOKENS', { row: 1 })
    expect(() => draw([0, 0, 0, 0, 1, 0])).toThrowRomae('MASK_PADDING_NOT_TRAILING', { row: 1, index: 2 })
    expect(() => draw([0, 0, 0])).toThrowRomae('INPUT_LENGTH', { name: 'padding [2, 3]', expected: 6, got: 3 })
    const size = { batch: 2, length: 3, rows: [4] }
    const short = () => sampleMask(new Uint8Array(6), size, { ratio: 0.5 }, createRandom(1))
    expect(short).toThrowRomae('INPUT_LENGTH', { name: 'rows [2]', expected: 2, got: 1 })
  })

  describe('of tokens that go together', () => {
    const length = 12
    const groups = [0, 0, 0, 0, 0, 0, 1, 1, 2.5, 2.5, -1, 7]
    const masked = (ratio: number, seed: number, valid = length) =>
      sampleMask(
        paddingOf([valid], length),
        { batch: 1, length },
        { ratio, together: Float32Array.from(groups) },
        createRandom(seed),
      ).subarray(0, valid)

    it('hides whole groups, and of one as many as are left', () => {
      for (let seed = 0; seed < 100; seed++) {
        const mask = masked(0.5, seed)
        expect(sum([...mask])).toBe(6)
        const partly = [...new Set(groups)].filter((group) => {
          const hidden = groups.flatMap((own, token) => (own === group ? [mask[token]!] : []))
          return new Set(hidden).size > 1
        })
        expect(partly.length).toBeLessThanOrEqual(1)
      }
    })

    it('takes a large group first no more often than a small one', () => {
      const first = Array.from({ length: 3000 }, (_, seed) => groups[masked(1 / 12, seed).indexOf(1)])
      for (const group of new Set(groups)) {
        expect(first.filter((own) => own === group).length / 3000).toBeCloseTo(1 / 5, 1)
      }
    })

    it('leaves padding out', () => {
      for (let seed = 0; seed < 20; seed++) expect(sum([...masked(0.5, seed, 7)])).toBe(4)
    })

    it('wants a number for each token', () => {
      const options = { ratio: 0.5, together: new Float32Array(3) }
      expect(() => sampleMask(paddingOf([4], 4), { batch: 1, length: 4 }, options, createRandom(1))).toThrow(
        /together \[1, 4\]/,
      )
    })
  })
})
