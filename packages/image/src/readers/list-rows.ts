import { shortened } from '@romae/internal/errors'
import { guardRows, readPieces, splitLines, TooLong } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'
import { builtin } from '@romae/internal/platform'
import { readError } from '../decode/read-bytes.ts'
import { errors } from '../errors.ts'

/** One record with the line that it ends on. */
export interface ListRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

/** The most characters of a row of a list: a path and a label have some hundred. */
export const MAX_ROW: number = 2 ** 20
/** The most images that a list may name; the largest public set has 14 million. */
export const MAX_ROWS = 20_000_000

/**
 * The rows of a JSONL file: one object a line.
 *
 * @param mayLack a key that rows may be without: it is '' then
 * @throws RomaeError `IMAGE_CANNOT_READ`, `IMAGE_LIST_SYNTAX`
 */
export async function* jsonRows(
  file: string,
  keys: readonly string[],
  mayLack: string | undefined,
): AsyncGenerator<ListRow> {
  try {
    for await (const { text, number: line } of splitLines(textOf(file), MAX_ROW)) {
      if (text.trim() !== '') yield { line, cells: cellsOf(file, line, parseObject(file, line, text), keys, mayLack) }
    }
  } catch (cause) {
    throw listError(file, cause)
  }
}

/** The rows of a CSV file with a header. @throws RomaeError `IMAGE_CANNOT_READ`, `IMAGE_LIST_SYNTAX`, `IMAGE_LIST_NO_COLUMN` */
export async function* csvRows(file: string, keys: readonly string[]): AsyncGenerator<ListRow> {
  const { pipeline } = builtin('node:stream')
  const { CsvError, parse } = await import('#csv-parse')
  const parser = parse({ info: true, trim: true, skip_empty_lines: true })
  // The loop below throws what goes wrong, so the callback has nothing to do.
  pipeline(guardRows(textOf(file), MAX_ROW), parser, () => {})
  let columns: readonly string[] | undefined
  let places: readonly number[] | undefined
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (columns === undefined) {
        columns = record
        continue
      }
      places ??= placesOf(file, keys, columns)
      const cells = Object.fromEntries(keys.map((key, index) => [key, record[places![index]!]!]))
      yield { line: info.lines, cells }
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw listError(file, cause)
    const { lines } = cause as unknown as { lines: number }
    // The message quotes the cell, however long it is.
    throw errors.IMAGE_LIST_SYNTAX(
      { file, line: lines, reason: `no list of images: ${shortened(cause.message, 200)}` },
      cause,
    )
  }
}

function placesOf(file: string, keys: readonly string[], columns: readonly string[]): number[] {
  return keys.map((key) => {
    const place = columns.indexOf(key)
    if (place === -1) throw errors.IMAGE_LIST_NO_COLUMN({ file, name: key, columns })
    return place
  })
}

function cellsOf(
  file: string,
  line: number,
  record: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  mayLack: string | undefined,
): Record<string, string> {
  const cells: Record<string, string> = {}
  for (const key of keys) {
    const value = key === mayLack ? (record[key] ?? '') : record[key]
    if (typeof value !== 'string' && typeof value !== 'number') {
      const reason = `"${key}" must be a text or a number; got ${shortened(JSON.stringify(value) ?? 'nothing')}`
      throw errors.IMAGE_LIST_SYNTAX({ file, line, reason })
    }
    cells[key] = String(value)
  }
  return cells
}

function parseObject(file: string, line: number, content: string): Record<string, unknown> {
  let value: unknown
  try {
    value = parseJson(content)
  } catch (cause) {
    throw errors.IMAGE_LIST_SYNTAX({ file, line, reason: `not JSON: ${(cause as Error).message}` }, cause)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw errors.IMAGE_LIST_SYNTAX({ file, line, reason: 'expected a JSON object' })
}

/** What is not UTF-8 becomes U+FFFD; a byte order mark at the start is left out. */
export async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const piece of readPieces(file)) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}

/** A row that is too long and what the system says, as errors of this package. */
export function listError(file: string, cause: unknown): Error {
  if (!(cause instanceof TooLong)) return readError(file, cause)
  const { line, got, limit } = cause
  const reason = `the row has ${got} characters or more, and may have ${limit}: is it a list of images?`
  return errors.IMAGE_LIST_SYNTAX({ file, line, reason }, cause)
}
