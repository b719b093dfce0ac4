/** A name of an ARFF file, and where what follows it begins. */
interface FoundName {
  readonly name: string
  readonly end: number
}

const QUOTES = ['"', "'"]
/** What ends a name without quotes. */
const ENDS = [' ', '\t', '{', '}', ',', '%', ...QUOTES]
const isWhite = (character: string | undefined) => character === ' ' || character === '\t'

/** The name at a place, behind white space: in quotes, whose own are escaped, or without; null where there is none. */
export function nameAt(text: string, from: number): FoundName | null {
  let at = from
  while (isWhite(text[at])) at += 1
  const quote = text[at]
  if (quote !== undefined && QUOTES.includes(quote)) {
    let name = ''
    for (let end = at + 1; end < text.length; end += 1) {
      if (text[end] === quote) return { name, end: end + 1 }
      if (text[end] === '\\' && end + 1 < text.length) end += 1
      name += text[end]
    }
    return null
  }
  let end = at
  while (end < text.length && !ENDS.includes(text[end]!)) end += 1
  return end === at ? null : { name: text.slice(at, end), end }
}

/** The names between braces, parted by commas; null where something else stands there. */
export function namesIn(text: string): readonly string[] | null {
  if (!(text.startsWith('{') && text.endsWith('}'))) return null
  const names: string[] = []
  for (let at = 1; at < text.length; ) {
    const found = nameAt(text, at)
    if (found === null) return null
    names.push(found.name)
    at = found.end
    while (isWhite(text[at])) at += 1
    if (at === text.length - 1) return names
    if (text[at] !== ',') return null
    at += 1
  }
  return null
}

/** What stands behind the last comma of a row, and where that comma is; null where there is no name behind it. */
export function lastName(text: string): { readonly name: string; readonly comma: number } | null {
  const trimmed = text.trimEnd()
  const quote = trimmed.at(-1)
  let comma = trimmed.lastIndexOf(',')
  if (quote !== undefined && QUOTES.includes(quote)) {
    let open = trimmed.lastIndexOf(quote, trimmed.length - 2)
    while (open > 0 && trimmed[open - 1] === '\\') open = trimmed.lastIndexOf(quote, open - 1)
    comma = open - 1
    while (isWhite(trimmed[comma])) comma -= 1
  }
  if (comma < 0 || trimmed[comma] !== ',') return null
  const found = nameAt(trimmed, comma + 1)
  return found === null || found.end < trimmed.length ? null : { name: found.name, comma }
}
