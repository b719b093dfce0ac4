import { describe, expect, it } from 'vitest'
import { areClose, firstDifference } from './difference.ts'

describe('areClose', () => {
  it('is absolute up to 1 and relative above', () => {
    expect(areClose(0, 0.009, 0.01)).toBe(true)
    expect(areClose(0, 0.011, 0.01)).toBe(false)
    expect(areClose(1000, 1009, 0.01)).toBe(true)
    expect(areClose(1000, 1011, 0.01)).toBe(false)
  })

  it('takes no other number for NaN or infinity', () => {
    expect(areClose(Number.NaN, Number.NaN, 0)).toBe(true)
    expect(areClose(Infinity, Infinity, 0)).toBe(true)
    expect(areClose(Infinity, 5, 1)).toBe(false)
    expect(areClose(Number.NaN, 5, 1)).toBe(false)
  })
})

describe('firstDifference', () => {
  it.each([
    ['objects', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, '.a[1].b'],
    ['a missing key', { a: 1, b: 2 }, { a: 1 }, '.b'],
    ['an added key', { a: 1 }, { a: 1, b: 2 }, '.b'],
    ['arrays of other lengths', [1, 2], [1], '[1]'],
    ['typed arrays', { x: Float64Array.of(1, 2) }, { x: Float64Array.of(1, 5) }, '.x[1]'],
    ['typed arrays of other lengths', { x: Uint8Array.of(1) }, { x: Uint8Array.of(1, 2) }, '.x.length'],
    ['typed arrays of other types', { x: Float32Array.of(1) }, { x: Float64Array.of(1) }, '.x'],
    ['BigInts', BigInt64Array.of(1n), BigInt64Array.of(2n), '[0]'],
    ['buffers', { x: Uint8Array.of(1, 2).buffer }, { x: Uint8Array.of(1, 3).buffer }, '.x[1]'],
    ['views', new DataView(Uint8Array.of(1).buffer), new DataView(Uint8Array.of(2).buffer), '[0]'],
    ['maps', new Map([['a', 1]]), new Map([['a', 2]]), '[1]'],
    ['sets', new Set([1, 2]), new Set([1, 3]), '[1]'],
    ['dates', { at: new Date(1) }, { at: new Date(2) }, '.at.getTime()'],
    ['kinds', [], {}, ''],
    ['null', null, {}, ''],
    ['functions', { f: () => 1 }, { f: () => 1 }, '.f'],
  ])('finds a difference between %s', (_, expected, got, path) => {
    expect(firstDifference(expected, got, 0)).toMatchObject({ path })
    expect(firstDifference(got, expected, 0)).toBeDefined()
    expect(firstDifference(expected, expected, 0)).toBeUndefined()
  })

  it('finds none in a structured clone, whatever it holds', () => {
    class Series {
      readonly times = Float64Array.of(1, Number.NaN)
      readonly labels = new Map([['x', new Set([new Date(3)])]])
      readonly bytes = new DataView(Uint8Array.of(1, 2).buffer)
      readonly self = this
    }
    const series = new Series()
    expect(firstDifference(series, structuredClone(series), 0)).toBeUndefined()
  })

  it('applies the tolerance to numbers wherever they are', () => {
    const [expected, got] = [
      { a: [1], b: Float32Array.of(2) },
      { a: [1.01], b: Float32Array.of(2.01) },
    ]
    expect(firstDifference(expected, got, 0.1)).toBeUndefined()
    expect(firstDifference(expected, got, 0.001)).toMatchObject({ path: '.a[0]', expected: 1, got: 1.01 })
  })
})
