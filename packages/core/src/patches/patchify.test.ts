import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PatchGrid, patchify, patchPositions, unpatchify } from './patchify.ts'

const anyGrid: fc.Arbitrary<PatchGrid> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 4 })
  .chain((axes) =>
    fc.record({
      shape: fc.constant(axes.map(([count, patch]) => count * patch)),
      patch: fc.constant(axes.map(([, patch]) => patch)),
      channels: fc.integer({ min: 1, max: 3 }),
    }),
  )

/** Numbers 0, 1, 2, … in the shape of the grid. */
function counting({ shape, channels }: PatchGrid): Float32Array {
  return Float32Array.from({ length: shape.reduce((product, size) => product * size, channels) }, (_, index) => index)
}

describe('patchify', () => {
  it('cuts a row of pixels into tokens, the channel fastest', () => {
    const grid = { shape: [2, 4], patch: [2, 2], channels: 2 }
    expect([...patchify(counting(grid), grid)]).toEqual([0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15])
  })

  it("has the reference's order: '(t p1) (h p2) (w p3) c -> (t h w) (p1 p2 p3 c)'", () => {
    const [T, H, W] = [2, 3, 2]
    const [p1, p2, p3] = [2, 1, 3]
    const channels = 2
    const grid = { shape: [T * p1, H * p2, W * p3], patch: [p1, p2, p3], channels }
    const values = counting(grid)
    const expected: number[] = []
    for (let t = 0; t < T; t++)
      for (let h = 0; h < H; h++)
        for (let w = 0; w < W; w++)
          for (let i = 0; i < p1; i++)
            for (let j = 0; j < p2; j++)
              for (let k = 0; k < p3; k++)
                for (let c = 0; c < channels; c++) {
                  const point = ((t * p1 + i) * H * p2 + (h * p2 + j)) * W * p3 + (w * p3 + k)
                  expected.push(values[point * channels + c]!)
                }
    expect([...patchify(values, grid)]).toEqual(expected)
  })

  it('is undone by unpatchify, on one to four axes', () => {
    fc.assert(
      fc.property(anyGrid, (grid) => {
        const values = counting(grid)
        expect(unpatchify(patchify(values, grid), grid)).toEqual(values)
        expect(patchify(unpatchify(values, grid), grid)).toEqual(values)
      }),
      { numRuns: 50 },
    )
  })
})

describe('patchPositions', () => {
  it('counts patches along each axis, the last axis fastest', () => {
    const positions = patchPositions({ shape: [4, 9], patch: [2, 3], channels: 1 })
    expect([...positions]).toEqual([0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 1, 2])
  })

  it('says where each token came from', () => {
    fc.assert(
      fc.property(anyGrid, (grid) => {
        const axes = grid.shape.length
        const positions = patchPositions(grid)
        const tokens = patchify(counting(grid), grid)
        const tokenSize = grid.patch.reduce((product, size) => product * size, grid.channels)
        expect(positions).toHaveLength((tokens.length / tokenSize) * axes)
        for (let token = 0; token < tokens.length / tokenSize; token++) {
          const corner = grid.shape.reduce(
            (index, size, axis) => index * size + positions[token * axes + axis]! * grid.patch[axis]!,
            0,
          )
          expect(tokens[token * tokenSize]).toBe(corner * grid.channels)
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('a grid that does not fit', () => {
  const grid = { shape: [4, 10], patch: [2, 4], channels: 1 }

  it('names axis, size, patch and the nearest size that fits', () => {
    expect(() => patchify(new Float32Array(40), grid)).toThrow(
      /axis 1 has 10 entries, which the patch size 4 does not divide; the nearest size that fits is 12 \[PATCH_SHAPE\]/,
    )
    expect(patchify(new Float32Array(48), { ...grid, shape: [4, 12] })).toHaveLength(48)
  })

  it.each([
    [{ ...grid, patch: [2] }, 'PATCH_AXES', { shape: 2, patch: 1 }],
    [{ ...grid, patch: [2, 2, 2] }, 'PATCH_AXES', { shape: 2, patch: 3 }],
    [{ ...grid, patch: [2, 0] }, 'CONFIG_VALUE', { key: 'patch[1]', got: 0 }],
    [{ ...grid, patch: [2, 2.5] }, 'CONFIG_VALUE', { key: 'patch[1]', got: 2.5 }],
    [{ ...grid, shape: [4, -4] }, 'CONFIG_VALUE', { key: 'shape[1]', got: -4 }],
    [{ ...grid, patch: [2, 5], channels: 0 }, 'CONFIG_VALUE', { key: 'channels', got: 0 }],
  ])('refuses %o', (wrong, code, fields) => {
    expect(() => patchPositions(wrong)).toThrowRomae(code, fields)
  })

  it('refuses an array of another length, both ways', () => {
    const fitting = { ...grid, patch: [2, 5] }
    for (const cut of [patchify, unpatchify]) {
      expect(() => cut(new Float32Array(39), fitting)).toThrowRomae('INPUT_LENGTH', { expected: 40, got: 39 })
    }
  })
})
