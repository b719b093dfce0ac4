/** Bits of the mantissa that choose a table entry. */
const TABLE_BITS = 8
const EXPONENT_BIAS = 127

/**
 * The table of the kernel `logarithms`, `[256, 2]`: for the middle of each of 256 equal parts of [1, 2), its inverse, and
 * its logarithm less that of 2^bias.
 *
 * Natural logarithms of 32 bits come out within 4e-7 of `Math.log`. With x = 2^e · m, and c the middle of the part that
 * holds m: ln x = e · ln 2 + ln c + ln(1 + r), where r = m / c − 1 is at most 2⁻⁹, so that two terms of its series do.
 */
export const LOGARITHM_TABLE = Float64Array.from({ length: 2 * 2 ** TABLE_BITS }, (_, index) => {
  const middle = 1 + (Math.floor(index / 2) + 0.5) / 2 ** TABLE_BITS
  return index % 2 === 0 ? 1 / middle : Math.log(middle) - EXPONENT_BIAS * Math.LN2
})
