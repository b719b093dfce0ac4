import { describe, typedArrayName } from '../describe.ts'

/** The first place where two values differ. */
export interface Difference {
  /** How to get there from the value, e.g. `.channels[2].times[0]`; empty for the value itself. */
  readonly path: string
  readonly expected: unknown
  readonly got: unknown
}

/** True if the numbers are the same or no further apart than `tolerance`: absolute up to 1, relative above. */
export function areClose(expected: number, got: number, tolerance: number): boolean {
  if (Object.is(expected, got)) return true
  if (!Number.isFinite(expected) || !Number.isFinite(got)) return false
  return Math.abs(expected - got) <= tolerance * Math.max(1, Math.abs(expected), Math.abs(got))
}

/**
 * Compares all that two values hold: objects, arrays, typed arrays, maps and sets in order, dates, cycles. Prototypes
 * do not count, because `structuredClone` drops them.
 */
export function firstDifference(expected: unknown, got: unknown, tolerance: number): Difference | undefined {
  const path: string[] = []
  const visited = new Set<unknown>()

  function compare(expected: unknown, got: unknown): Difference | undefined {
    if (Object.is(expected, got)) return undefined
    const different = { path: path.join(''), expected, got }
    if (typeof expected === 'number' && typeof got === 'number') {
      return areClose(expected, got, tolerance) ? undefined : different
    }
    const kind = kindOf(expected)
    if (kind === undefined || kind !== kindOf(got)) return different
    if (visited.has(expected)) return undefined
    visited.add(expected)
    if (ArrayBuffer.isView(expected)) return compareElements(bytesOrNumbers(expected), bytesOrNumbers(got))
    const expectedParts = partsOf(expected as object)
    const gotParts = partsOf(got as object)
    for (const [key, part] of expectedParts) {
      if (!gotParts.has(key)) return { path: [...path, key].join(''), expected: part, got: undefined }
      path.push(key)
      const inside = compare(part, gotParts.get(key))
      if (inside !== undefined) return inside
      path.pop()
    }
    for (const [key, part] of gotParts) {
      if (!expectedParts.has(key)) return { path: [...path, key].join(''), expected: undefined, got: part }
    }
    return undefined
  }

  /** Samples are mostly long typed arrays, so these get no map of their parts. */
  function compareElements(expected: ArrayLike<unknown>, got: ArrayLike<unknown>): Difference | undefined {
    if (expected.length !== got.length) {
      return { path: `${path.join('')}.length`, expected: expected.length, got: got.length }
    }
    for (let index = 0; index < expected.length; index++) {
      const inside = compare(expected[index], got[index])
      if (inside !== undefined) return { ...inside, path: `${inside.path}[${index}]` }
    }
    return undefined
  }

  return compare(expected, got)
}

export function describeDifference({ path, expected, got }: Difference): string {
  return `${path === '' ? 'it' : path} was ${describe(expected)} and is ${describe(got)}`
}

/** Values of different kinds differ; a value without a kind has no parts and is only equal to itself. */
function kindOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return 'Array'
  if (value instanceof Map) return 'Map'
  if (value instanceof Set) return 'Set'
  if (value instanceof Date) return 'Date'
  if (value instanceof ArrayBuffer) return 'ArrayBuffer'
  if (value instanceof DataView) return 'DataView'
  return typedArrayName(value) ?? 'object'
}

function partsOf(value: object): Map<string, unknown> {
  if (value instanceof Map) return indexed([...value].flat())
  if (value instanceof Set) return indexed([...value])
  if (value instanceof Date) return new Map([['.getTime()', value.getTime()]])
  if (value instanceof ArrayBuffer) return new Map([['', new Uint8Array(value)]])
  const isArray = Array.isArray(value)
  return new Map(Object.entries(value).map(([key, part]) => [isArray ? `[${key}]` : `.${key}`, part]))
}

function bytesOrNumbers(view: unknown): ArrayLike<unknown> {
  if (view instanceof DataView) return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
  return view as Uint8Array
}

function indexed(items: Iterable<unknown>): Map<string, unknown> {
  return new Map(Array.from(items, (item, index) => [`[${index}]`, item]))
}
