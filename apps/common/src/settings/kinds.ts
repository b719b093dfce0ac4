import { sizeNames } from './stack-size.ts'

/**
 * What a setting may be: a number, text, true or false, any JSON, the size of a stack, or one of some words. With `?` it may also be null, which
 * means the default.
 */
export type Kind = 'number' | 'number?' | 'text' | 'text?' | 'flag' | 'flag?' | 'json' | 'size' | readonly string[]

/** The kinds of a tree of settings, in its shape. */
export interface Kinds {
  readonly [key: string]: Kind | Kinds
}

/** A tree of settings: plain JSON. */
export interface Settings {
  readonly [key: string]: unknown
}

function isKind(value: Kind | Kinds): value is Kind {
  return typeof value === 'string' || Array.isArray(value)
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
  if (Array.isArray(kind)) return `one of ${kind.join(', ')}`
  const size = `one of ${sizeNames.join(', ')}, or width x heads x depth such as 64x4x3`
  const names = { number: 'a number', text: 'text', flag: 'true or false', json: 'JSON', size } as const
  const text = kind as Exclude<Kind, readonly string[]>
  const base = names[text.replace('?', '') as keyof typeof names]
  return text.endsWith('?') ? `${base}, or null` : base
}
