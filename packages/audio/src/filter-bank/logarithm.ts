/** Bits of the mantissa that choose a table entry. */
const TABLE_BITS = 8
const MANTISSA_BITS = 23
const EXPONENT_BIAS = 127

/** For the middle of each of 256 equal parts of [1, 2): its inverse, and its logarithm less that of 2^bias. */
const middles = Float64Array.from({ length: 2 ** TABLE_BITS }, (_, part) => 1 + (part + 0.5) / 2 ** TABLE_BITS)
const inverses = middles.map((middle) => 1 / middle)
const logarithms = middles.map((middle) => Math.log(middle) - EXPONENT_BIAS * Math.LN2)

/**
 * Natural logarithms, to 32 bits: within 4e-7 of `Math.log`, in half its time, which was a third of a filter bank's.
 *
 * With x = 2^e · m, and c the middle of the part of [1, 2) that holds m: ln x = e · ln 2 + ln c + ln(1 + r), where
 * r = m / c − 1 is at most 2⁻⁹, so that two terms of its series do.
 *
 * @param values positive, normal numbers
 * @param bits the same memory, as integers
 */
export function writeLogarithms(values: Float32Array, bits: Int32Array, out: Float32Array, at: number): void {
  for (let index = 0; index < values.length; index++) {
    const word = bits[index]!
    const mantissa = word & (2 ** MANTISSA_BITS - 1)
    const part = mantissa >> (MANTISSA_BITS - TABLE_BITS)
    const r = (1 + mantissa * 2 ** -MANTISSA_BITS) * inverses[part]! - 1
    out[at + index] = (word >> MANTISSA_BITS) * Math.LN2 + logarithms[part]! + r * (1 - r / 2)
  }
}
