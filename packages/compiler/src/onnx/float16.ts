const FLOAT32_BIAS = 127
const FLOAT16_BIAS = 15
/** Bits of a float32's fraction that a float16 does not have. */
const LOST = 13
/** Of the exponents of 0 and of the least number, in a float32. */
const [LEAST, LEAST_NORMAL] = [FLOAT32_BIAS - 25, FLOAT32_BIAS - 14]
const INFINITE = 0x7c00

/**
 * The nearest numbers of half precision, as their bits, of two equally near the even one (IEEE 754-2019, section 4.3.1): from
 * 65,520 on that is infinity.
 */
export function float16Bits(data: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(data.buffer, data.byteOffset, data.length)
  return Uint16Array.from(bits, bitsOf)
}

function bitsOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const exponent = (bits >>> 23) & 0xff
  const fraction = bits & 0x7fffff
  if (exponent === 0xff) return sign | INFINITE | (fraction === 0 ? 0 : 0x200)
  if (exponent < LEAST) return sign
  if (exponent < LEAST_NORMAL) return sign | rounded(fraction | 0x800000, LOST + LEAST_NORMAL - exponent)
  const whole = ((exponent - FLOAT32_BIAS + FLOAT16_BIAS) << 23) | fraction
  // A fraction that is rounded up to 1 raises the exponent, up to infinity.
  return sign | (exponent > FLOAT32_BIAS + FLOAT16_BIAS ? INFINITE : rounded(whole, LOST))
}

/** Without its last bits. */
function rounded(value: number, bits: number): number {
  const kept = value >>> bits
  const rest = value & ((1 << bits) - 1)
  const half = 1 << (bits - 1)
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept
}

/** The numbers that bits of half precision mean. */
export function float16Values(bits: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(bits, (one) => {
    const sign = one & 0x8000 ? -1 : 1
    const exponent = (one & INFINITE) >> 10
    const fraction = one & 0x3ff
    if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
  })
}

/** Numbers as they are in half precision. */
export function toFloat16(data: Float32Array): Float32Array<ArrayBuffer> {
  return float16Values(float16Bits(data))
}
