import { Limited } from './limited.ts'
import { isStackSize, sizeNames } from './stack-size.ts'

/**
 * What a setting may be: a number, text, true or false, the size of a stack, one of some words, or what a `Limited` kind
 * admits. With `?` it may also be null, which means the default.
 */
export type Kind = 'number' | 'number?' | 'text' | 'text?' | 'flag' | 'flag?' | 'size' | readonly string[] | Limited

/** The kinds of a tree of settings, in its shape. */
export interface Kinds {
  readonly [key: string]: Kind | Kinds
}

/** A tree of settings: plain JSON. */
export interface Settings {
  readonly [key: string]: unknown
}

/** The most characters of a text. */
const longestText = 10_000

export function isKind(value: Kind | Kinds): value is Kind {
  return typeof value === 'string' || Array.isArray(value) || value instanceof Limited
}

/** Every setting's name, parts joined by dots, with its kind. */
export function leavesOf(kinds: Kinds, prefix = ''): [name: string, kind: Kind][] {
  return Object.entries(kinds).flatMap(([key, value]): [string, Kind][] => {
    const name = `${prefix}${key}`
    return isKind(value) ? [[name, value]] : leavesOf(value, `${name}.`)
  })
}

/** What a kind admits, for messages. */
export function describeKind(kind: Kind): string {
  if (kind instanceof Limited) return kind.expected
  if (typeof kind !== 'string') return `one of ${kind.join(', ')}`
  const size = `one of ${sizeNames.join(', ')}, or width x heads x depth such as 64x4x3`
  const names = { number: 'a number', text: 'text', flag: 'true or false', size } as const
  const base = names[kind.replace('?', '') as keyof typeof names]
  return kind.endsWith('?') ? `${base}, or null` : base
}

/** Whether a value is what the kind admits: the one test of what is typed and of what a file holds. */
export function admits(kind: Kind, value: unknown): boolean {
  if (kind instanceof Limited) return kind.admits(value)
  if (typeof kind !== 'string') return typeof value === 'string' && kind.includes(value)
  if (value === null) return kind.endsWith('?')
  switch (kind.replace('?', '')) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'size':
      return typeof value === 'string' && isStackSize(value)
    default:
      return typeof value === 'string' && value.length <= longestText
  }
}
