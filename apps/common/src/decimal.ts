/** A decimal number as people write it. What JavaScript also takes for one (`0x10`, `1_000`, `Infinity`, an empty text) is not. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

/** The number that a text writes; null where it writes none, or one that is too large. */
export function decimalOf(text: string): number | null {
  const value = DECIMAL.test(text.trim()) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : null
}
