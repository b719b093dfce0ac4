import type { SchemaElement } from 'hyparquet'
import { dateFromDays, timestampText } from './date-texts.ts'

/** How the values of a column are cells of a table, and texts values again. */
export interface ColumnType {
  /** What a value that is there says; a NaN says nothing. */
  text(value: unknown): string
  /** A text as a value of the column. @throws Error with the reason for one that it cannot hold */
  value(text: string): unknown
}

const MISSING = ''
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The type of a column, by what its element says: values are those that the file holds, of which nothing is converted or rounded
 * before it is a text.
 */
export function columnType(element: SchemaElement): ColumnType {
  const { type, converted_type: converted, logical_type: logical } = element
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return decimalType(element)
  if (converted === 'DATE' || logical?.type === 'DATE') {
    return { text: (value) => dateFromDays(Number(value)), value: (text) => daysOf(text) }
  }
  if (logical?.type === 'TIMESTAMP') return timestampType(logical.unit, logical.isAdjustedToUTC)
  if (converted === 'TIMESTAMP_MILLIS') return timestampType('MILLIS', true)
  if (converted === 'TIMESTAMP_MICROS') return timestampType('MICROS', true)
  if (type === 'INT96') return timestampType('NANOS', false)
  if (logical?.type === 'FLOAT16')
    return { text: (value) => floatText(halfOf(value as Uint8Array)), value: bytesOfHalf }
  if (type === 'INT32' || type === 'INT64') return integerType(element)
  if (type === 'FLOAT')
    return { text: (value) => floatText(value as number), value: (text) => Math.fround(Number(text)) }
  if (type === 'DOUBLE') return { text: (value) => floatText(value as number), value: Number }
  if (type === 'BOOLEAN') return { text: String, value: (text) => text === 'true' }
  if (logical?.type === 'UUID') return { text: hexText, value: refuse }
  return { text: bytesText, value: (text) => new TextEncoder().encode(text) }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return MISSING
  return Object.is(value, -0) ? '-0' : String(value)
}

function refuse(text: string): never {
  throw new Error(`${JSON.stringify(text)} is no value of its type`)
}

/** Bytes that are text as that, others by their hexadecimal digits. */
function bytesText(value: unknown): string {
  if (typeof value === 'string') return value
  if (!(value instanceof Uint8Array)) return String(value)
  try {
    return decoder.decode(value)
  } catch {
    return hexText(value)
  }
}

function hexText(value: unknown): string {
  return `0x${Array.from(value as Uint8Array, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function integerType({ type, converted_type: converted, logical_type: logical }: SchemaElement): ColumnType {
  const isUnsigned = converted?.startsWith('UINT') || (logical?.type === 'INTEGER' && !logical.isSigned)
  const own = type === 'INT32' ? 32 : 64
  const bits = logical?.type === 'INTEGER' ? logical.bitWidth : Number((converted ?? '').replace(/^U?INT_/, '')) || own
  const [least, most] = isUnsigned
    ? [0n, 2n ** BigInt(bits) - 1n]
    : [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n]
  return {
    text: (value) => String(isUnsigned ? BigInt.asUintN(type === 'INT32' ? 32 : 64, BigInt(value as number)) : value),
    value(text) {
      const whole = /^[+-]?\d+$/.test(text) ? BigInt(text) : BigInt(Math.round(Number(text)))
      if (whole < least || whole > most) throw new Error(`${text} is not between ${least} and ${most}`)
      return type === 'INT32' ? Number(BigInt.asIntN(32, whole)) : BigInt.asIntN(64, whole)
    },
  }
}

function decimalType({ type, type_length: length, scale = 0 }: SchemaElement): ColumnType {
  return {
    text(value) {
      const unscaled = value instanceof Uint8Array ? signedOf(value) : BigInt(value as number)
      const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
      const sign = unscaled < 0n ? '-' : ''
      return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
    },
    value(text) {
      const [whole = '0', fraction = ''] = Number(text).toFixed(Math.min(scale, 100)).split('.')
      const unscaled = BigInt(whole + fraction.padEnd(scale, '0'))
      if (type === 'INT32') return Number(unscaled)
      return type === 'INT64' ? unscaled : bytesOf(unscaled, length)
    },
  }
}

/** A number of two's complement, the highest byte first. */
function signedOf(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = value * 256n + BigInt(byte)
  return bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, value)
}

function bytesOf(value: bigint, length = 16): Uint8Array {
  const bytes = new Uint8Array(length)
  let rest = BigInt.asUintN(8 * length, value)
  for (let at = length - 1; at >= 0; at -= 1) {
    bytes[at] = Number(rest & 255n)
    rest >>= 8n
  }
  if (BigInt.asIntN(8 * length, value) !== value) throw new Error(`${value} does not fit into ${length} bytes`)
  return bytes
}

function halfOf(bytes: Uint8Array): number {
  const half = bytes[0]! | (bytes[1]! << 8)
  const sign = half >> 15 === 1 ? -1 : 1
  const exponent = (half >> 10) & 31
  const fraction = half & 1023
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return exponent === 0 ? sign * 2 ** -24 * fraction : sign * 2 ** (exponent - 25) * (1024 + fraction)
}

/** The nearest half-precision number: of 65,536 the exponent says which step it is. */
function bytesOfHalf(text: string): Uint8Array {
  const value = Number(text)
  if (Number.isNaN(value)) return Uint8Array.of(0, 0x7e)
  const size = Math.abs(value)
  if (size >= 65_520) throw new Error(`${text} is more than 65504`)
  const exponent = Math.max(-14, Math.floor(Math.log2(size || 2 ** -14)))
  const steps = Math.round(size / 2 ** (exponent - 10))
  const bits = size < 2 ** -14 ? steps : (exponent + 14) * 1024 + steps
  const half = bits | (value < 0 || Object.is(value, -0) ? 0x8000 : 0)
  return Uint8Array.of(half & 255, half >> 8)
}

const PER_SECOND = { MILLIS: 1000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n }

function timestampType(unit: keyof typeof PER_SECOND, isUtc: boolean): ColumnType {
  const perSecond = PER_SECOND[unit]
  return {
    text: (value) => timestampText(BigInt(value as bigint), perSecond, isUtc),
    value(text) {
      const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(?:Z|\+00:?00)?$/.exec(text)
      if (found === null) return refuse(text)
      const [, date, hours = '0', minutes = '0', seconds = '0', fraction = ''] = found
      const whole =
        BigInt(daysOf(date!)) * 86_400n + BigInt(3600 * Number(hours) + 60 * Number(minutes) + Number(seconds))
      const digits = String(perSecond).length - 1
      return whole * perSecond + BigInt(fraction.padEnd(digits, '0').slice(0, digits))
    },
  }
}

function daysOf(text: string): number {
  const days = Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000
  return Number.isInteger(days) ? days : refuse(text)
}
