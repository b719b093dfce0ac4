/** A part of a line. */
export interface Field {
  readonly text: string
  /** Where it starts in its line, from 0. */
  readonly start: number
}

/** Splits a field at each separator, keeping track of where the parts stand. */
export function splitField({ text, start }: Field, separator: string): Field[] {
  let next = start
  return text.split(separator).map((part) => {
    const field = { text: part, start: next }
    next += part.length + separator.length
    return field
  })
}

/** Splits at the colons that stand outside of parentheses: a date inside may have colons of its own. */
export function splitOutsideParentheses(text: string): Field[] {
  const fields: Field[] = []
  let start = 0
  let inside = false
  for (let index = 0; index <= text.length; index++) {
    const character = text[index]
    if (character === '(') inside = true
    else if (character === ')') inside = false
    else if (character === undefined || (character === ':' && !inside)) {
      fields.push({ text: text.slice(start, index), start })
      start = index + 1
    }
  }
  return fields
}

/** The field without the white space around it. */
export function trimField({ text, start }: Field): Field {
  const leading = text.length - text.trimStart().length
  return { text: text.trim(), start: start + leading }
}
