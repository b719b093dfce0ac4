export interface NumberFormat {
  /** Significant digits of what is no integer. Default: 4. */
  readonly digits?: number
  /** Digits after the point, always as many. Overrides `digits`. */
  readonly decimals?: number
}

/**
 * A number for people: `5,550,852`, `0.9124`, `3e-4`, `1.5e+9`, `NaN`, `−∞`.
 *
 * Integers below 10^15 keep all digits; other numbers below 10^-3 or from 10^6 are written with an exponent.
 */
export function formatNumber(value: number, { digits = 4, decimals }: NumberFormat = {}): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  const magnitude = Math.abs(value)
  if (decimals !== undefined && magnitude < 1e15) {
    return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  }
  if (Number.isInteger(value) && magnitude < 1e15) return value.toLocaleString('en-US')
  if (magnitude < 1e-3 || magnitude >= 1e6) return withoutZeros(value.toExponential(digits - 1))
  return value.toLocaleString('en-US', { maximumSignificantDigits: digits })
}

/** `1.500e+9` as `1.5e+9`. */
function withoutZeros(exponential: string): string {
  const [mantissa, exponent] = exponential.split('e')
  return `${Number(mantissa)}e${exponent}`
}
