import { quote, shortened } from '@romae/internal/errors'

/** Describes any value for a message, in one short line: `"abc"`, `NaN`, `Float64Array(3)`, `{ values, length }`. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value)
  if (value instanceof Error) return shortened(`${value.name}: ${value.message}`)
  if (Array.isArray(value)) return `Array(${value.length})`
  if (value instanceof Date) return `Date(${value.getTime()})`
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name}(${value.size})`
  const typedArray = typedArrayName(value)
  if (typedArray !== undefined) return `${typedArray}(${(value as ArrayLike<unknown>).length})`
  const keys = Object.keys(value)
  return keys.length === 0 ? '{}' : shortened(`{ ${keys.join(', ')} }`)
}

/** `Float32Array`, `BigInt64Array`, …; undefined for anything else. By tag, not class: realms have their own classes. */
export function typedArrayName(value: unknown): string | undefined {
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return undefined
  return (value as Uint8Array)[Symbol.toStringTag]
}
