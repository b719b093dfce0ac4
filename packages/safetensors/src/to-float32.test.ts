import { describe, expect, it } from 'vitest'
import { toFloat32 } from './to-float32.ts'

const floatOfBits = (bits: number) => new Float32Array(Uint32Array.of(bits).buffer)[0]!

describe('toFloat32', () => {
  it('converts every F16 exactly', () => {
    const bits = Uint16Array.from({ length: 65_536 }, (_, index) => index)
    const floats = toFloat32('F16', bits)
    // IEEE 754's own definition, in doubles: (-1)^s * 2^(e - 15) * 1.f, and 2^-14 * 0.f for subnormals.
    const expected = Float32Array.from(bits, (half) => {
      const [sign, exponent, fraction] = [half & 0x8000 ? -1 : 1, (half >> 10) & 31, (half & 1023) / 1024]
      if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
      return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction)
    })
    expect(floats.findIndex((value, index) => !Object.is(value, expected[index]))).toBe(-1)
  })

  it.each([
    [0x0000, 0],
    [0x8000, -0],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65_504],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e01, Number.NaN],
  ])('converts F16 %i to %d', (bits, value) => {
    expect(toFloat32('F16', Uint16Array.of(bits))[0]).toBe(value)
  })

  it('converts BF16, the upper half of a float32', () => {
    const bits = Uint16Array.of(0x3f80, 0xc2f7, 0x0001, 0x8000, 0xff80, 0x7fc0)
    expect([...toFloat32('BF16', bits)]).toEqual([
      1,
      -123.5,
      floatOfBits(0x0001_0000),
      -0,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ])
  })

  it('rounds F64 to the nearest, ties to even', () => {
    const halfStep = 2 ** -24
    const values = Float64Array.of(1 + halfStep, 1 + 3 * halfStep, 1e300, 2 ** -149, 2 ** -151)
    expect([...toFloat32('F64', values)]).toEqual([1, 1 + 4 * halfStep, Number.POSITIVE_INFINITY, 2 ** -149, 0])
  })

  it('rounds 64-bit integers once', () => {
    // Half a float32 step above 2^60, and one more: nearest is up, but a double drops the one and then ties to even.
    const aboveTie = (1n << 60n) + (1n << 36n) + 1n
    const up = 2 ** 60 + 2 ** 37
    expect(Math.fround(Number(aboveTie))).toBe(2 ** 60)
    const integers = BigInt64Array.of(aboveTie, -aboveTie, aboveTie - 1n, -(1n << 63n), (1n << 63n) - 1n, -5n)
    expect([...toFloat32('I64', integers)]).toEqual([up, -up, 2 ** 60, -(2 ** 63), 2 ** 63, -5])
    expect([...toFloat32('U64', BigUint64Array.of((1n << 64n) - 1n, aboveTie))]).toEqual([2 ** 64, up])
  })

  it.each(['F16', 'BF16'] as const)('makes nothing of %s but the result', (dtype) => {
    const bits = new Uint16Array(4_000_000)
    const before = process.memoryUsage().heapUsed
    expect(toFloat32(dtype, bits).length).toBe(bits.length)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(bits.byteLength)
  })

  it('converts the other types, and returns F32 as it is', () => {
    expect([...toFloat32('BOOL', Uint8Array.of(0, 1, 255))]).toEqual([0, 1, 1])
    expect([...toFloat32('U8', Uint8Array.of(0, 255))]).toEqual([0, 255])
    expect([...toFloat32('I8', Int8Array.of(-128))]).toEqual([-128])
    expect([...toFloat32('I16', Int16Array.of(-32_768))]).toEqual([-32_768])
    expect([...toFloat32('U16', Uint16Array.of(65_535))]).toEqual([65_535])
    expect([...toFloat32('I32', Int32Array.of(-(2 ** 31), 16_777_217))]).toEqual([-(2 ** 31), 16_777_216])
    expect([...toFloat32('U32', Uint32Array.of(2 ** 32 - 1))]).toEqual([2 ** 32])
    const data = Float32Array.of(1)
    expect(toFloat32('F32', data)).toBe(data)
  })
})
