/** How deep lists and objects may stand within each other: ours do not reach 10. */
export const deepestNesting = 100

/**
 * `JSON.parse` of text that somebody else may have made. `JSON.parse` takes any depth, and whatever goes through its result
 * afterwards by recursion (`JSON.stringify`, a comparison, `String` of a list) would overflow the stack: what is nested
 * deeper than `deepestNesting` is refused before it is built.
 *
 * A key such as `__proto__` becomes a property like any other, as `JSON.parse` has it: ask `Object.hasOwn`, never `in`.
 *
 * @throws SyntaxError, as `JSON.parse`; Error for what is nested too deep. To be caught and named by the reader of the file.
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new Error(`it is nested deeper than ${deepestNesting} levels`)
  return JSON.parse(text)
}

/** Counts brackets outside of strings, in one pass. Of text that is no JSON it may say anything. */
function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const char = text[index]
    if (inString) {
      // An escaped character cannot end the string.
      if (char === '\\') index++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '[' || char === '{') {
      if (++depth > deepestNesting) return true
    } else if (char === ']' || char === '}') depth--
  }
  return false
}
