import { errors } from '../../errors.ts'
import { readText, sourceName, type TextSource } from '../text/text-source.ts'

/** One row of a CSV file, its cells without the white space around them. */
export interface CsvRow {
  readonly cells: readonly string[]
  /** The line on which the row ends, from 1. */
  readonly line: number
}

/** What csv-parse's errors carry beside their message. */
interface SyntaxInfo {
  readonly lines: number
  readonly column: number | string
}

/**
 * The rows of a CSV file as RFC 4180 has them, LF or CRLF, empty lines left out. Rows may differ in length.
 *
 * @throws TIMESERIES_CSV_SYNTAX for a quote in the wrong place or never closed
 */
export async function* readRows(source: TextSource, delimiter: string): AsyncGenerator<CsvRow> {
  // Imported only here: both need Node, and the tokenizers should load in a browser.
  const [{ CsvError, parse }, { pipeline }] = await Promise.all([import('csv-parse'), import('node:stream')])
  const parser = parse({
    delimiter,
    info: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
  })
  // The loop below throws what goes wrong, so the callback has nothing to do.
  pipeline(readText(source), parser, () => {})
  try {
    for await (const { record, info } of parser) yield { cells: record, line: info.lines }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const { lines: line, column } = cause as unknown as SyntaxInfo
    const reason = cause.message.replace(/:? at line \d+/, '')
    throw errors.TIMESERIES_CSV_SYNTAX({ file: sourceName(source), line, column: Number(column) + 1, reason }, cause)
  }
}
