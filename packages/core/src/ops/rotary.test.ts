import { createRandom } from '@romae/internal/random'
import { caught } from '@romae/internal/testing'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { relativeDifference } from '../testing/compare.ts'
import { gradientError } from '../testing/gradients.ts'
import { randomTensor } from '../testing/models.ts'
import { permuteHeads, type RotaryOptions, rotaryEmbedding, rotaryTables, rotaryTimescales, rotate } from './rotary.ts'

const infinity = Number.POSITIVE_INFINITY
const anySeed = fc.integer({ min: 0, max: 1e6 })
const anyAxes = fc.integer({ min: 1, max: 4 })
const fully = { fraction: 1, keep: 'fastest' } as const

describe('rotaryTimescales', () => {
  it('is a geometric series of which the fastest pairs are kept', () => {
    const timescales = rotaryTimescales({ headDimension: 8, axes: 1, fraction: 0.75, keep: 'fastest' })
    expect([...timescales]).toEqual([1, 10, 100, infinity])
  })

  it('keeps the slowest pairs on request', () => {
    const timescales = rotaryTimescales({ headDimension: 8, axes: 1, fraction: 0.75, keep: 'slowest' })
    expect([...timescales]).toEqual([infinity, 10, 100, 1000])
  })

  it.each([
    [60, 1, 22, 30],
    [60, 2, 11, 15],
    [60, 3, 7, 10],
    [72, 1, 27, 36],
    [72, 2, 13, 18],
    [72, 3, 9, 12],
    [30, 1, 11, 15],
  ])('head dimension %i on %i axes rotates %i of %i pairs', (headDimension, axes, rotated, pairs) => {
    for (const keep of ['fastest', 'slowest'] as const) {
      const timescales = rotaryTimescales({ headDimension, axes, fraction: 0.75, keep })
      expect(timescales).toHaveLength(pairs)
      expect(timescales.filter(Number.isFinite)).toHaveLength(rotated)
    }
  })

  it('rotates nothing with fraction 0 and all with fraction 1', () => {
    const options = { headDimension: 12, axes: 2, keep: 'slowest' } as const
    expect([...rotaryTimescales({ ...options, fraction: 0 })]).toEqual([infinity, infinity, infinity])
    expect(rotaryTimescales({ ...options, fraction: 1 })[0]).toBe(1)
  })

  it.each([0.01, 0.5, 0.75, 1])('rotates the single pair of an axis with fraction %f', (fraction) => {
    for (const keep of ['fastest', 'slowest'] as const) {
      const options = { headDimension: 8, axes: 4, fraction, keep }
      expect([...rotaryTimescales(options)]).toEqual([1])
      expect([...rotaryTimescales({ ...options, minimumPairs: 0 })]).toEqual([fraction === 1 ? 1 : infinity])
    }
  })

  it.each([
    [20, 3, 3],
    [60, 4, 7],
    [60, 7, 4],
    [60, 8, 3],
  ])('cuts a head of %i on %i axes into %i pairs each, whatever is left over', (headDimension, axes, pairs) => {
    expect(rotaryTimescales({ ...fully, headDimension, axes })).toHaveLength(pairs)
    // The series of angles is that of a head which the axes divide.
    const whole = rotaryTimescales({ ...fully, headDimension: 2 * axes * pairs, axes })
    expect(rotaryTimescales({ ...fully, headDimension, axes })).toEqual(whole)
  })

  it.each([
    [7, 3, 8],
    [4, 3, 6],
  ])(
    'refuses a head of %i on %i axes, which is odd or too narrow, and names one that fits',
    async (got, axes, nearest) => {
      const options = { ...fully, axes }
      expect(await caught(() => rotaryTimescales({ ...options, headDimension: got }))).toMatchObject({
        code: 'ROTARY_HEAD_DIMENSION',
        fields: { headDimension: got, axes, nearest },
      })
      expect(rotaryTimescales({ ...options, headDimension: nearest })).toHaveLength(1)
    },
  )
})

describe('rotaryTables', () => {
  it('holds cosine and sine of position / timescale, axis by axis', () => {
    const positions = tf.tensor([0.5, -3, 200, 7], [1, 2, 2]) // token 0 at (0.5, 200), token 1 at (-3, 7)
    const { cos, sin } = rotaryTables(positions, { headDimension: 8, axes: 2, fraction: 0.5, keep: 'fastest' })
    const angles = [0.5, 0, 200, 0, -3, 0, 7, 0]
    expect(relativeDifference(cos, tf.tensor(angles.map(Math.cos), [1, 2, 4]))).toBeLessThan(1e-6)
    expect(relativeDifference(sin, tf.tensor(angles.map(Math.sin), [1, 2, 4]))).toBeLessThan(1e-6)
  })

  it('turns what is left over by nothing', () => {
    const { cos, sin } = rotaryTables(tf.fill([1, 3, 2], 5), { ...fully, headDimension: 10, axes: 3 })
    expect(cos.shape).toEqual([1, 2, 5])
    const ofOneToken = [false, false, false, true, true]
    expect([...cos.dataSync()].map((value) => value === 1)).toEqual([...ofOneToken, ...ofOneToken])
    expect([...sin.dataSync()].map((value) => value === 0)).toEqual([...ofOneToken, ...ofOneToken])
  })

  it('refuses positions of another number of axes', () => {
    const positions = tf.zeros([1, 3, 4])
    expect(() => rotaryTables(positions, { ...fully, headDimension: 8, axes: 2 })).toThrow(
      /positions must have shape \[1, 2, 4\]; got \[1, 3, 4\]/,
    )
  })
})

describe('rotaryEmbedding', () => {
  it('turns element j of an axis slice together with element j + half a slice', () => {
    const options: RotaryOptions = { headDimension: 8, axes: 2, fraction: 0.5, keep: 'fastest' }
    const x = tf.tensor([1, 5, 0, 6, 0, 7, 2, 8], [1, 1, 1, 8])
    const positions = tf.tensor([Math.PI / 2, Math.PI], [1, 2, 1])
    // First slice [1, 5, 0, 6]: the pair (1, 0) turns by a quarter to (0, 1). Second: (0, 2) by a half to (0, -2).
    const expected = tf.tensor([0, 5, 1, 6, 0, 7, -2, 8], [1, 1, 1, 8])
    expect(relativeDifference(rotaryEmbedding(x, positions, options), expected)).toBeLessThan(1e-6)
  })

  it('leaves the end of a head that no axis has as it is', () => {
    const options: RotaryOptions = { headDimension: 6, axes: 2, fraction: 1, keep: 'fastest' }
    const x = tf.tensor([1, 0, 0, 2, 8, 9], [1, 1, 1, 6])
    const positions = tf.tensor([Math.PI / 2, Math.PI], [1, 2, 1])
    const expected = tf.tensor([0, 1, 0, -2, 8, 9], [1, 1, 1, 6])
    expect(relativeDifference(rotaryEmbedding(x, positions, options), expected)).toBeLessThan(1e-6)
  })

  it.each([12, 16])('is what the packed layout computes, with heads of %i', (headDimension) => {
    const random = createRandom(3)
    const options: RotaryOptions = { headDimension, axes: 3, fraction: 1, keep: 'fastest' }
    const x = randomTensor(random, [2, 3, 2, headDimension])
    const positions = randomTensor(random, [2, 3, 3], 4)
    const heads = tf.transpose(permuteHeads(x, headDimension, 3, 'pack'), [0, 2, 1, 3])
    const rotated = tf.transpose(rotate(heads, rotaryTables(positions, options)), [0, 2, 1, 3])
    const unpacked = permuteHeads(rotated, headDimension, 3, 'unpack')
    expect(relativeDifference(unpacked, rotaryEmbedding(x, positions, options))).toBe(0)
    const thereAndBack = permuteHeads(permuteHeads(x, headDimension, 3, 'pack'), headDimension, 3, 'unpack')
    expect(relativeDifference(thereAndBack, x)).toBe(0)
  })

  it('keeps the norm of every head, on any number of axes', () => {
    fc.assert(
      fc.property(anySeed, anyAxes, fc.double({ min: 0, max: 1, noNaN: true }), (seed, axes, fraction) => {
        const random = createRandom(seed)
        const headDimension = 6 * axes + 2 * (seed % axes)
        const x = randomTensor(random, [2, 3, 2, headDimension])
        const positions = randomTensor(random, [2, axes, 3], 50)
        const rotated = rotaryEmbedding(x, positions, { headDimension, axes, fraction, keep: 'fastest' })
        expect(relativeDifference(tf.norm(rotated, 2, 3), tf.norm(x, 2, 3))).toBeLessThan(1e-5)
      }),
      { numRuns: 15 },
    )
  })

  it('gives inner products that depend on differences of positions only, on any number of axes', () => {
    fc.assert(
      fc.property(anySeed, anyAxes, (seed, axes) => {
        const random = createRandom(seed)
        const headDimension = 4 * axes + 2 * (seed % axes)
        const options: RotaryOptions = { headDimension, axes, fraction: 1, keep: 'fastest' }
        const [q, k] = [0, 1].map(() => randomTensor(random, [1, 4, 1, headDimension]))
        const positions = randomTensor(random, [1, axes, 4], 3)
        const shift = randomTensor(random, [1, axes, 1], 3)
        const products = (places: tf.Tensor) => {
          const [a, b] = [q!, k!].map((x) => tf.squeeze(rotaryEmbedding(x, places, options), [2]))
          return tf.matMul(a!, b!, false, true)
        }
        const shifted = products(tf.add(positions, shift))
        expect(relativeDifference(shifted, products(positions))).toBeLessThan(1e-5)
        const stretched = products(tf.mul(positions, 2))
        expect(relativeDifference(stretched, products(positions))).toBeGreaterThan(1e-3)
      }),
      { numRuns: 15 },
    )
  })

  it('has the gradients of finite differences', () => {
    const random = createRandom(5)
    const options: RotaryOptions = { headDimension: 8, axes: 2, fraction: 0.75, keep: 'slowest' }
    const positions = randomTensor(random, [1, 2, 3], 4)
    const x = randomTensor(random, [1, 3, 1, 8])
    expect(gradientError((input) => rotaryEmbedding(input, positions, options), [x])).toBeLessThan(1e-4)
  })
})
