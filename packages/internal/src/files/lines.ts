/** One line of a text without its line end. */
export interface Line {
  readonly text: string
  /** Counted from 1. */
  readonly number: number
  /** Its line end; empty in a last line that has none. */
  readonly end: '\n' | '\r\n' | ''
}

/** A line, or a row of a table, that is longer than it may be. */
export class TooLong extends Error {
  /** On which it begins, counted from 1. */
  readonly line: number
  /** Characters that it has at least, and may have at most. */
  readonly got: number
  readonly limit: number

  constructor(line: number, got: number, limit: number) {
    super(`line ${line} has ${got} characters or more, and may have ${limit}`)
    this.line = line
    this.got = got
    this.limit = limit
  }
}

/**
 * Splits chunks into lines at `\n` or `\r\n`. The time is linear in the text, however long a line is.
 *
 * @param limit the most characters of a line
 * @throws TooLong before a longer one is put together
 */
export async function* splitLines(chunks: AsyncIterable<string>, limit: number): AsyncGenerator<Line> {
  let number = 1
  // Parts of a line that spans chunks are joined once, at its end: joining at every chunk would be quadratic.
  let parts: string[] = []
  let length = 0
  const add = (part: string) => {
    length += part.length
    if (length > limit) throw new TooLong(number, length, limit)
    parts.push(part)
  }
  const take = (hasEnd: boolean): Line => {
    const text = parts.join('')
    parts = []
    length = 0
    const isWithReturn = text.endsWith('\r')
    const end = hasEnd ? (isWithReturn ? '\r\n' : '\n') : ''
    return { text: isWithReturn ? text.slice(0, -1) : text, number: number++, end }
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      add(chunk.slice(from, end))
      yield take(true)
      from = end + 1
    }
    if (from < chunk.length) add(chunk.slice(from))
  }
  if (parts.length > 0) yield take(false)
}
