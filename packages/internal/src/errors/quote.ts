import { visible } from './visible.ts'

/** The most characters of a text from outside that a message shows. Names and cells that mean something are shorter. */
const MOST_QUOTED = 100

/** The most characters of a list of names in a message: all options of any function, and an idea of a million columns. */
const MOST_LISTED = 1000

/**
 * A text that may come from a file, or any other value as text, fit for a message: at most 100 characters, the rest replaced
 * by `…`, control characters made visible, line feeds too. What is quoted or named in an error goes through this,
 * {@link quote} or {@link listed}: a cell can have 20 MB, and lines of its own.
 *
 * @param most other than 100: for what a library says, which may quote a file in its turn
 */
export function shortened(value: unknown, most: number = MOST_QUOTED): string {
  return shown(textOf(value), visible, most)
}

/** A value as a message shows it: text in quotes, with escapes in place of control characters, everything shortened. */
export function quote(value: unknown): string {
  return typeof value === 'string'
    ? shown(value, (text) => visible(JSON.stringify(text)), MOST_QUOTED)
    : shortened(value)
}

/** The start of a text as `write` writes it: less of one that is written with many escapes, which take six characters each. */
function shown(text: string, write: (text: string) => string, most: number): string {
  const written = write(cut(text, most))
  return written.length <= 2 * most ? written : write(cut(text, most / 4))
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const start = text.slice(0, most - 1)
  // Half a surrogate pair is no character.
  return `${/[\uD800-\uDBFF]$/.test(start) ? start.slice(0, -1) : start}…`
}

/** The first names of a list, and how many more there are: `depth, heads`, or `a, b, … and 999998 more`. */
export function listed(names: readonly string[]): string {
  const shown: string[] = []
  let length = 0
  for (const name of names) {
    const text = shortened(name)
    length += text.length + 2
    if (length > MOST_LISTED) break
    shown.push(text)
  }
  const rest = names.length - shown.length
  return `${shown.join(', ')}${rest > 0 ? `, … and ${rest} more` : ''}`
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  try {
    return String(value)
  } catch {
    // An object without a prototype, or lists within lists by the thousand.
    return `an ${typeof value} that has no text`
  }
}
