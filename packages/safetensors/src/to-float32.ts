import type { NativeArray, NativeArrays, SafetensorsDType } from './dtypes.ts'

/** Scratch for numbers made from their bits. */
const scratchBits = new Uint32Array(1)
const scratchFloat = new Float32Array(scratchBits.buffer)

/**
 * Values as float32: F32 is returned as it is, F16 and BF16 are exact (subnormals, infinities and NaN included), wider
 * types are rounded once, to nearest, ties to even. BOOL gives 0 and 1.
 */
export function toFloat32<D extends SafetensorsDType>(dtype: D, data: NativeArrays[D]): Float32Array
export function toFloat32(dtype: SafetensorsDType, data: NativeArray): Float32Array {
  if (data instanceof Float32Array) return data
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return converted(data, floatOfBigint)
  const numbers = data as Exclude<NativeArray, BigInt64Array | BigUint64Array>
  if (dtype === 'BF16') return converted(numbers, floatOfBrainFloat)
  if (dtype === 'F16') return converted(numbers, floatOfHalf)
  if (dtype === 'BOOL') return converted(numbers, (byte) => (byte === 0 ? 0 : 1))
  return new Float32Array(numbers)
}

/** A loop: `Float32Array.from` with a function first makes a list, of many times the bytes. */
function converted<Value>(
  values: { readonly length: number; readonly [index: number]: Value },
  convert: (value: Value) => number,
): Float32Array {
  const floats = new Float32Array(values.length)
  for (let index = 0; index < floats.length; index++) floats[index] = convert(values[index]!)
  return floats
}

/** The upper half of a float32. */
function floatOfBrainFloat(bits: number): number {
  scratchBits[0] = bits << 16
  return scratchFloat[0]!
}

/** IEEE 754 binary16: sign 1 bit, exponent 5 bits (bias 15), fraction 10 bits. */
function floatOfHalf(bits: number): number {
  const sign = (bits & 0x8000) << 16
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return (sign ? -1 : 1) * fraction * 2 ** -24
  const wideExponent = exponent === 0x1f ? 0xff : exponent - 15 + 127
  scratchBits[0] = sign | (wideExponent << 23) | (fraction << 13)
  return scratchFloat[0]!
}

/**
 * The nearest float32 of a 64-bit integer.
 *
 * Going through a double rounds twice and can end one step off. So where a double would round, the 11 lowest bits are
 * first folded into one "something was here" bit: the rest is exact in a double, and the last rounding sees it.
 */
function floatOfBigint(value: bigint): number {
  const low = value & 0x7ffn
  const magnitude = value < 0n ? -value : value
  if (magnitude < 1n << 53n || low === 0n) return Number(value)
  return Number((value - low) | 0x800n)
}
