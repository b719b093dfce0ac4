/** A part of a line. */
export interface Field {
  readonly text: string
  /** Where it starts in its line, from 0. */
  readonly start: number
}

/**
 * Splits a line at each separator, keeping track of where the parts stand.
 *
 * @param most how many parts are of use: what follows comes as one more
 */
export function splitLine(text: string, separator: string, most: number): Field[] {
  const fields: Field[] = []
  let start = 0
  for (let end = text.indexOf(separator); end !== -1 && fields.length < most; end = text.indexOf(separator, start)) {
    fields.push({ text: text.slice(start, end), start })
    start = end + separator.length
  }
  fields.push({ text: text.slice(start), start })
  return fields
}

/** Splits at the colons that stand outside of parentheses: a date inside may have colons of its own. `most` as above. */
export function splitOutsideParentheses(text: string, most: number): Field[] {
  const fields: Field[] = []
  let start = 0
  let inside = false
  for (let index = 0; index < text.length && fields.length < most; index++) {
    const character = text[index]
    if (character === '(') inside = true
    else if (character === ')') inside = false
    else if (character === ':' && !inside) {
      fields.push({ text: text.slice(start, index), start })
      start = index + 1
    }
  }
  fields.push({ text: text.slice(start), start })
  return fields
}

/** How often a character is in a text. */
export function countOf(text: string, character: string): number {
  let count = 0
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count += 1
  return count
}

/** The field without the white space around it. */
export function trimField({ text, start }: Field): Field {
  const leading = text.length - text.trimStart().length
  return { text: text.trim(), start: start + leading }
}
