/**
 * The rows of a CSV file as they stand there, with their line ends. A row ends at a line end outside of quotes.
 *
 * @param chunks whose rows have a limit
 */
export async function* rawRows(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = []
  let isQuoted = false
  for await (const chunk of chunks) {
    let [from, counted] = [0, 0]
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', end + 1)) {
      isQuoted = quotedAfter(chunk.slice(counted, end), isQuoted)
      counted = end
      if (isQuoted) continue
      parts.push(chunk.slice(from, end + 1))
      from = end + 1
      yield parts.join('')
      parts = []
    }
    isQuoted = quotedAfter(chunk.slice(counted), isQuoted)
    if (from < chunk.length) parts.push(chunk.slice(from))
  }
  if (parts.length > 0) yield parts.join('')
}

/** Quotes within quotes are written twice, so that telling odd from even is enough. */
function quotedAfter(text: string, isQuoted: boolean): boolean {
  let quoted = isQuoted
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quoted = !quoted
  return quoted
}

/** A row's cells as they stand there, with quotes and white space. */
export function rawCells(row: string, delimiter: string): string[] {
  if (!row.includes('"')) return row.split(delimiter)
  const cells: string[] = []
  let isQuoted = false
  let from = 0
  for (let at = 0; at < row.length; at++) {
    if (row[at] === '"') isQuoted = !isQuoted
    if (row[at] !== delimiter || isQuoted) continue
    cells.push(row.slice(from, at))
    from = at + 1
  }
  return [...cells, row.slice(from)]
}

/** What a cell says: without the quotes and the white space around it. */
export function cellText(raw: string): string {
  const text = raw.trim()
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"').trim() : text
}

/** A text as a cell, in quotes where it needs some. */
export function rawCell(text: string, delimiter: string): string {
  const needsQuotes = text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text)
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text
}
