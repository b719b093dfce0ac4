import { shortened } from '../errors/index.ts'
import { extensionOf, guardRows, readPieces, splitLines, TooLong } from '../files/index.ts'
import { parseJson } from '../json/index.ts'
import { builtin } from '../platform/index.ts'
import { MAX_ROW } from './limits.ts'
import { type ListColumn, type ListProblems, type ListRow, placesOf } from './list-row.ts'
import { parquetRows } from './parquet-rows.ts'

/** csv-parse, of which the package that reads has the right build. */
export type LoadCsv = () => Promise<Pick<typeof import('csv-parse'), 'CsvError' | 'parse'>>

/**
 * The rows of a list of files: CSV with a header, one JSON object a line (`.jsonl`), or Parquet (`.parquet`).
 *
 * @throws PackageMissing for Parquet, and what `problems` makes
 */
export async function* listRows(
  file: string,
  asked: readonly ListColumn[],
  problems: ListProblems,
  loadCsv: LoadCsv,
): AsyncGenerator<ListRow> {
  const ending = extensionOf(file)
  if (ending === '.parquet') yield* parquetRows(file, asked, problems)
  else if (ending === '.jsonl') yield* jsonRows(file, asked, problems)
  else yield* csvRows(file, asked, problems, loadCsv)
}

async function* jsonRows(file: string, asked: readonly ListColumn[], problems: ListProblems): AsyncGenerator<ListRow> {
  for await (const { text, number: line } of saying(splitLines(textOf(file), MAX_ROW), problems)) {
    if (text.trim() !== '') yield { line, cells: cellsOf(line, parseObject(line, text, problems), asked, problems) }
  }
}

async function* csvRows(
  file: string,
  asked: readonly ListColumn[],
  problems: ListProblems,
  loadCsv: LoadCsv,
): AsyncGenerator<ListRow> {
  const { pipeline } = builtin('node:stream')
  const { CsvError, parse } = await loadCsv()
  const parser = parse({ info: true, trim: true, skip_empty_lines: true })
  // The loop below throws what goes wrong, so the callback has nothing to do.
  pipeline(guardRows(textOf(file), MAX_ROW), parser, () => {})
  let columns: readonly string[] | undefined
  let places: readonly number[] | undefined
  const records = parser as AsyncIterable<{ record: string[]; info: { lines: number } }>
  try {
    for await (const { record, info } of saying(records, problems, (cause) => cause instanceof CsvError)) {
      if (columns === undefined) {
        columns = record
        continue
      }
      places ??= placesOf(asked, columns, problems)
      const cells = Object.fromEntries(asked.map(({ key }, index) => [key, record[places![index]!] ?? '']))
      yield { line: info.lines, cells }
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const { lines } = cause as unknown as { lines: number }
    // The message quotes the cell, however long it is.
    throw problems.syntax(lines, `no list of files: ${shortened(cause.message, 200)}`, cause)
  }
}

/** What is read, where a row that is too long and what the system says are errors of the package. */
async function* saying<Value>(
  values: AsyncIterable<Value>,
  problems: ListProblems,
  isOther: (cause: unknown) => boolean = () => false,
): AsyncGenerator<Value> {
  const iterator = values[Symbol.asyncIterator]()
  try {
    while (true) {
      const { done, value } = await iterator.next().catch((cause) => {
        throw isOther(cause) ? cause : listError(cause, problems)
      })
      if (done === true) return
      yield value
    }
  } finally {
    await iterator.return?.()
  }
}

function cellsOf(
  line: number,
  record: Readonly<Record<string, unknown>>,
  asked: readonly ListColumn[],
  problems: ListProblems,
): Record<string, string> {
  const cells: Record<string, string> = {}
  for (const { key, names, isOptional = false, mayLack = false } of asked) {
    const name = names.find((one) => Object.hasOwn(record, one)) ?? names[0]!
    const value = isOptional || mayLack ? (record[name] ?? '') : record[name]
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw problems.syntax(
        line,
        `"${name}" must be a text or a number; got ${shortened(JSON.stringify(value) ?? 'nothing')}`,
      )
    }
    cells[key] = String(value)
  }
  return cells
}

function parseObject(line: number, content: string, problems: ListProblems): Record<string, unknown> {
  let value: unknown
  try {
    value = parseJson(content)
  } catch (cause) {
    throw problems.syntax(line, `not JSON: ${(cause as Error).message}`, cause)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw problems.syntax(line, 'expected a JSON object')
}

/** What is not UTF-8 becomes U+FFFD; a byte order mark at the start is left out. */
export async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const piece of readPieces(file)) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}

/** A row that is too long and what the system says, as errors of a package. */
export function listError(cause: unknown, problems: Pick<ListProblems, 'syntax' | 'unreadable'>): Error {
  if (!(cause instanceof TooLong)) return problems.unreadable(cause)
  const { line, got, limit } = cause
  const reason = `the row has ${got} characters or more, and may have ${limit}: is it a list of files?`
  return problems.syntax(line, reason, cause)
}
