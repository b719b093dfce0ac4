/** A decimal number as files write it. What JavaScript also takes for one ('', '0x10', '1_000', 'Infinity') is not. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

/** What JavaScript writes likewise if it has up to 15 digits: no zeros that say nothing, no exponent. */
const SHORTEST = /^(?!-?0\.000000)-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/

/** The number, or why there is none: made to end a message with. */
export type ParsedNumber = NumberCell | { readonly reason: string }

/** A number that was read. */
export interface NumberCell {
  readonly value: number
  /** Its text, where the number would be written otherwise: `0.50`, or more digits than 64 bits hold. */
  readonly text?: string | undefined
}

/** Reads a decimal number strictly. A number too large or too small for 64 bits is refused, not rounded to ∞ or 0. */
export function parseNumber(text: string): ParsedNumber {
  if (text.length <= 15 && SHORTEST.test(text)) return { value: Number(text), text: undefined }
  const value = Number(text)
  // Many a program writes all digits of a number: to write it once more is the quickest check of it.
  if (text.length > 15 && Number.isFinite(value) && String(value) === text) return { value, text: undefined }
  if (!NUMBER.test(text)) return { reason: 'is not a decimal number' }
  if (!Number.isFinite(value)) return { reason: 'is too large for a 64-bit number' }
  if (value === 0 && /^[^eE]*[1-9]/.test(text)) return { reason: 'is too small for a 64-bit number' }
  return { value, text: String(value) === text ? undefined : text }
}
