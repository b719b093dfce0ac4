import { isDeepStrictEqual } from 'node:util'
import { shortened } from '@romae/internal/errors'

/** The first difference of two values of plain JSON: its path, and both sides. */
export interface FirstDifference {
  readonly what: string
  readonly before: string
  readonly now: string
}

/** Whether a difference is allowed, by its path and both sides; a missing side is `undefined`. */
export type IsFree = (path: readonly string[], before: unknown, now: unknown) => boolean

/** @returns null if they are equal but for allowed differences */
export function firstDifference(
  before: unknown,
  now: unknown,
  isFree: IsFree = () => false,
  path: readonly string[] = [],
): FirstDifference | null {
  if (isDeepStrictEqual(before, now) || isFree(path, before, now)) return null
  if (!isObject(before) || !isObject(now))
    return { what: shortened(path.join('.')), before: inShort(before), now: inShort(now) }
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const difference = firstDifference(before[key], now[key], isFree, [...path, key])
    if (difference !== null) return difference
  }
  return null
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function inShort(value: unknown): string {
  return shortened(JSON.stringify(value) ?? 'absent')
}
