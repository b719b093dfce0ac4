/** A decimal number as people write it, without JavaScript's other forms: `0x10`, `1_000`, `Infinity`, an empty text. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

/** The number that a text denotes; null if it denotes none or one too large. */
export function decimalOf(text: string): number | null {
  const value = DECIMAL.test(text.trim()) ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : null
}
