import { TooLong } from './lines.ts'

/**
 * Hands a CSV file's text on, unless a row of it is longer than it may be: a parser would hold it whole, and a quote that is
 * never closed makes one of the whole file. A row ends at a line end outside of quotes.
 *
 * @param limit the most characters of a row, its line ends included
 * @throws TooLong
 */
export async function* guardRows(chunks: AsyncIterable<string>, limit: number): AsyncGenerator<string> {
  let line = 1
  let rowLine = 1
  let quoted = false
  /** Characters of the row in the chunks before. */
  let before = 0
  for await (const chunk of chunks) {
    let rowStart = 0
    const check = (end: number) => {
      const got = before + end - rowStart
      if (got > limit) throw new TooLong(rowLine, got, limit)
    }
    // Each is looked for once: from where the last one was, and not again from every place of the other kind.
    let quote = chunk.indexOf('"')
    let end = chunk.indexOf('\n')
    while (quote !== -1 || end !== -1) {
      if (end === -1 || (quote !== -1 && quote < end)) {
        // Quotes within quotes are written twice, so that telling odd from even is enough.
        quoted = !quoted
        quote = chunk.indexOf('"', quote + 1)
        continue
      }
      line += 1
      if (!quoted) {
        check(end + 1)
        before = 0
        rowStart = end + 1
        rowLine = line
      }
      end = chunk.indexOf('\n', end + 1)
    }
    check(chunk.length)
    before += chunk.length - rowStart
    yield chunk
  }
}
