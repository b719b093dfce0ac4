import { isObject } from './is-object.ts'
/** Something that is not as it was when a checkpoint was written. */
export interface Difference {
  /** A path such as `training.learningRate`. */
  readonly what: string
  readonly checkpoint: unknown
  readonly now: unknown
}

/** Where two values that are plain JSON differ, field by field. */
export function differencesOf(checkpoint: unknown, now: unknown, what = ''): Difference[] {
  if (Object.is(checkpoint, now)) return []
  if (!isObject(checkpoint) || !isObject(now)) return [{ what, checkpoint, now }]
  const keys = new Set([...Object.keys(checkpoint), ...Object.keys(now)])
  return [...keys].flatMap((key) => differencesOf(checkpoint[key], now[key], what === '' ? key : `${what}.${key}`))
}
