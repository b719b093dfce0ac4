import { shortened } from '@romae/internal/errors'
import type { Parser } from 'csv-parse'
import { errors } from '../../errors.ts'
import { limitError } from '../limits.ts'
import type { CsvReadOptions } from './csv-options.ts'
import type { DelimitedText } from './delimiter.ts'

/** One row of a CSV file, its cells without the white space around them. */
export interface CsvRow {
  readonly cells: readonly string[]
  /** The line on which the row ends, from 1. */
  readonly line: number
  /** Of a row of lists, what tells its series from others where no column does. */
  readonly series?: string
}

/** How rows are told apart. */
export type RowOptions = Pick<CsvReadOptions, 'delimiter' | 'maxRowLength'>

/** What is known of a table before it is open. */
export interface OpenOptions extends RowOptions {
  /** The column of times, which may be of lists. */
  readonly time?: string
  /** Columns that may be arrays beside the values: labels, groups. */
  readonly beside?: readonly string[]
  /** Columns of which cells are needed; by default all. */
  readonly only?: ReadonlySet<string>
}

/** What csv-parse's errors carry beside their message. */
interface SyntaxInfo {
  readonly lines: number
  readonly column: number | string
}

/**
 * The rows of a CSV file as RFC 4180 has them, LF or CRLF, empty lines left out. Rows may differ in length.
 *
 * @param file how messages call it
 * @throws RomaeError `TIMESERIES_CSV_SYNTAX` for a quote in the wrong place or never closed, `TIMESERIES_LIMIT` for a
 * row that is too long
 */
export async function* readRows(file: string, { text, delimiter }: DelimitedText): AsyncGenerator<CsvRow> {
  // Here alone: who has no CSV file needs no parser.
  const { CsvError, parse } = await import('#csv-parse')
  const parser = parse({
    delimiter,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
  })
  let rows: CsvRow[] = []
  // Rows are taken here, and not where a stream is read: not every browser can go through its copy of Node's streams. The option `info`
  // would say the line, too, in an object of twelve fields a row: a quarter of the time of reading.
  parser.push = (cells: readonly string[] | null) => {
    if (cells !== null) rows.push({ cells, line: parser.info.lines })
    return true
  }
  const taken = () => {
    const all = rows
    rows = []
    return all
  }
  let hasText = false
  try {
    for await (const chunk of text) {
      hasText = true
      await feed(parser, chunk)
      yield* taken()
    }
    // The parser's build for browsers cannot end what it never began.
    if (!hasText) return
    await feed(parser)
    yield* taken()
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw limitError(file, 'row', 'maxRowLength', cause)
    const { lines: line, column } = cause as unknown as SyntaxInfo
    // The message quotes the cell, however long it is.
    const reason = shortened(cause.message.replace(/:? at line \d+/, ''), 200)
    throw errors.TIMESERIES_CSV_SYNTAX({ file, line, column: Number(column) + 1, reason }, cause)
  }
}

/** Has the parser read a chunk, or the end of the text. @throws CsvError */
function feed(parser: Parser, chunk?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.removeAllListeners('error').on('error', reject)
    if (chunk === undefined) parser.end(() => resolve())
    else parser.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}
