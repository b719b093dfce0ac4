/**
 * What steers a terminal, or the order in which text is shown, instead of being seen: the control characters C0, DEL and
 * C1, the controls of bidirectional text, and the separators of lines and paragraphs.
 *
 * Marks that ordinary text needs are not among them: joiners, variation selectors, combining marks.
 */
const controls = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu
/** The same without line feeds and tabs, which text of several lines is made of. */
const controlsInLines = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu

const short: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function write(control: string): string {
  return short.get(control) ?? `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * A value from outside, such as an id or a path, for a message or a terminal: its control characters are written as JSON
 * writes them, `\u001b`, `\u202e`, `\n`. What is visible already stays as it is, also a backslash.
 */
export function visible(text: string): string {
  return text.replace(controls, write)
}

/** The same for text of our own that holds such values: its line feeds and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(controlsInLines, write)
}
