/** A decimal number as files write it. What JavaScript also takes for one ('', '0x10', '1_000', 'Infinity') is not. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

/** The number, or why there is none: made to end a message with. */
export type ParsedNumber = { readonly value: number } | { readonly reason: string }

/** Reads a decimal number strictly. A number too large or too small for 64 bits is refused, not rounded to ∞ or 0. */
export function parseNumber(text: string): ParsedNumber {
  if (!NUMBER.test(text)) return { reason: 'is not a decimal number' }
  const value = Number(text)
  if (!Number.isFinite(value)) return { reason: 'is too large for a 64-bit number' }
  if (value === 0 && /^[^eE]*[1-9]/.test(text)) return { reason: 'is too small for a 64-bit number' }
  return { value }
}
