import { shortened } from '@romae/internal/errors'
import { builtin } from '@romae/internal/platform'
import { errors } from '../../errors.ts'
import { limitError } from '../limits.ts'
import type { CsvReadOptions } from './csv-options.ts'
import type { DelimitedText } from './delimiter.ts'

/** One row of a CSV file, its cells without the white space around them. */
export interface CsvRow {
  readonly cells: readonly string[]
  /** The line on which the row ends, from 1. */
  readonly line: number
}

/** How rows are told apart. */
export type RowOptions = Pick<CsvReadOptions, 'delimiter' | 'maxRowLength'>

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
  // Here alone: rows are read in Node, and the tokenizers should load in a browser.
  const { pipeline } = builtin('node:stream')
  const { CsvError, parse } = await import('#csv-parse')
  const parser = parse({
    delimiter,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
  })
  // The option `info` says the line, too, in an object of twelve fields a row: a quarter of the time of reading.
  const push = parser.push.bind(parser)
  parser.push = (cells: readonly string[] | null) => push(cells && { cells, line: parser.info.lines })
  // The loop below throws what goes wrong, so the callback has nothing to do.
  pipeline(text, parser, () => {})
  try {
    for await (const row of parser) yield row as CsvRow
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw limitError(file, 'row', 'maxRowLength', cause)
    const { lines: line, column } = cause as unknown as SyntaxInfo
    // The message quotes the cell, however long it is.
    const reason = shortened(cause.message.replace(/:? at line \d+/, ''), 200)
    throw errors.TIMESERIES_CSV_SYNTAX({ file, line, column: Number(column) + 1, reason }, cause)
  }
}
