/** A decimal number exactly: `digits / 10^scale`. */
interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

/** @param text a number that `parseNumber` reads */
function decimalOf(text: string): Decimal {
  const [, mantissa = '', exponent = '0'] = /^([^eE]*)(?:[eE](.*))?$/.exec(text)!
  const [whole = '', fraction = ''] = mantissa.replace('+', '').split('.')
  const digits = BigInt(`${/\d/.test(whole) ? whole : `${whole}0`}${fraction}`)
  // The exponent of 0 may be of any size.
  return digits === 0n ? { digits, scale: 0 } : { digits, scale: fraction.length - Number(exponent) }
}

/** `one − other`, exactly. */
function difference(one: string, other: string): Decimal {
  const [a, b] = [decimalOf(one), decimalOf(other)]
  const scale = Math.max(a.scale, b.scale)
  const raised = ({ digits, scale: own }: Decimal) => digits * 10n ** BigInt(scale - own)
  return { digits: raised(a) - raised(b), scale }
}

/** Negative, 0 or positive as the first of two decimal numbers is less, equal or more, however many digits they have. */
export function compareDecimals(one: string, other: string): number {
  const { digits } = difference(one, other)
  return digits === 0n ? 0 : digits < 0n ? -1 : 1
}

/** `one − other`, rounded once. */
export function subtractDecimals(one: string, other: string): number {
  const { digits, scale } = difference(one, other)
  return Number(`${digits}e${-scale}`)
}

/** `one + other` as a decimal number without an exponent, with no zeros at the end of a fraction. */
export function addDecimals(one: string, other: string): string {
  const { digits, scale } = difference(one, other.startsWith('-') ? other.slice(1) : `-${other.replace('+', '')}`)
  if (scale <= 0) return String(digits * 10n ** BigInt(-scale))
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  const fraction = withoutZeros(text.slice(-scale))
  return `${digits < 0n ? '-' : ''}${text.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`
}

/** Without the zeros at its end: in a loop, for `/0+$/` looks at each run of zeros again from every place in it. */
function withoutZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}
