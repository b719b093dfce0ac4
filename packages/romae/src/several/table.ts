import { readTextFile } from '@romae/internal/files'
import { CsvError, parse } from 'csv-parse/sync'
import { errors } from '../errors.ts'

/** The most bytes of a table of samples: a row names files, and holds a few numbers. */
const MOST_BYTES = 2 ** 28

/** What parts cells, in the order in which they are tried. */
const DELIMITERS = [',', ';', '\t'] as const

/** A table of samples: a row each. */
export interface Table {
  readonly path: string
  readonly columns: readonly string[]
  readonly rows: readonly TableRow[]
  /** What parts its cells. Where it is no comma, one may stand before fractions. */
  readonly delimiter: string
}

interface TableRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** How a table is read. */
export interface TableOptions {
  /** What parts cells; null: found in the header. */
  readonly delimiter: string | null
}

/**
 * Reads a table with a header, with or without a byte order mark.
 *
 * @throws RomaeError `APP_TABLE`
 */
export async function readTable(path: string, options: TableOptions): Promise<Table> {
  const text = await readTextFile(path, MOST_BYTES).catch((cause: Error) => {
    throw errors.APP_TABLE({ path, line: null, reason: cause.message }, cause)
  })
  const delimiter = delimiterOf(options.delimiter) ?? foundDelimiter(text)
  const [header, ...rows] = parsed(path, text, delimiter)
  if (header === undefined) throw errors.APP_TABLE({ path, line: null, reason: 'it is empty' })
  if (rows.length === 0) throw errors.APP_TABLE({ path, line: null, reason: 'it has a header and no rows' })
  const columns = header.cells
  const twice = columns.find((name, index) => name !== '' && columns.indexOf(name) < index)
  if (twice !== undefined) {
    throw errors.APP_TABLE({ path, line: header.line, reason: `two columns are called ${JSON.stringify(twice)}` })
  }
  return { path, columns, rows, delimiter }
}

function parsed(path: string, text: string, delimiter: string): TableRow[] {
  try {
    const records: unknown = parse(text, {
      bom: true,
      delimiter,
      info: true,
      skip_empty_lines: true,
      trim: true,
    })
    return (records as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      line: info.lines,
      cells: record,
    }))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const { lines } = cause as unknown as { readonly lines?: number }
    throw errors.APP_TABLE({ path, line: lines ?? null, reason: cause.message }, cause)
  }
}

function delimiterOf(given: string | null): string | null {
  return given === 'tab' || given === '\\t' ? '\t' : given
}

/** What the header has most of, outside of quotes. */
function foundDelimiter(text: string): string {
  const header = text.replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n|\r/, 1)[0]!
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!
}

/** The place of a column that is needed. @throws RomaeError `APP_TABLE_NO_COLUMN` */
export function placeOf({ path, columns }: Table, name: string, use: string): number {
  const place = columns.indexOf(name)
  if (place < 0) throw errors.APP_TABLE_NO_COLUMN({ path, name, use, columns })
  return place
}
