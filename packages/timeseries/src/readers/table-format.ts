import { splitName } from '@romae/internal/files'

/** How the rows of a table are written. */
type TableFormat = 'csv' | 'json-lines' | 'tsf'

/** Files that are called so hold one object a line, or are refused. */
const JSON_LINES = ['.jsonl', '.ndjson', '.json']

/** How many characters tell whether a text begins as an object. */
const ENOUGH = 1000

/** The format that a file's name says, or that its text begins as: no header of a CSV file begins with `{"`. */
export async function withFormat(
  file: string,
  chunks: AsyncGenerator<string>,
): Promise<{ readonly format: TableFormat; readonly text: AsyncGenerator<string> }> {
  const { ending } = splitName(file)
  if (JSON_LINES.includes(ending)) return { format: 'json-lines', text: chunks }
  if (ending === '.tsf') return { format: 'tsf', text: chunks }
  const held: string[] = []
  let start = ''
  while (!/\S\s*\S/.test(start) && start.length < ENOUGH) {
    const next = await chunks.next()
    if (next.done) break
    held.push(next.value)
    start += next.value
  }
  const format = /^\s*\{\s*["}]/.test(start) ? 'json-lines' : 'csv'
  return { format, text: again(held, chunks) }
}

async function* again(held: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* held
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}
