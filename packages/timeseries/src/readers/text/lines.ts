/** One line of a text without its line end. */
export interface Line {
  readonly text: string
  /** Counted from 1. */
  readonly number: number
}

/** Splits chunks into lines at `\n` or `\r\n`. The time is linear in the text, however long a line is. */
export async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<Line> {
  let number = 1
  // Parts of a line that spans chunks are joined once, at its end: joining at every chunk would be quadratic.
  let parts: string[] = []
  const take = (last: string): Line => {
    parts.push(last)
    const text = parts.join('')
    parts = []
    return { text: text.endsWith('\r') ? text.slice(0, -1) : text, number: number++ }
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      yield take(chunk.slice(from, end))
      from = end + 1
    }
    if (from < chunk.length) parts.push(chunk.slice(from))
  }
  if (parts.length > 0) yield take('')
}
