import { errors } from '../../errors.ts'

/** A row of a table as it stands there. */
export interface RawRow {
  /** The cells with quotes and white space; they may be replaced. */
  readonly raw: string[]
  /** What the cells say. */
  readonly texts: readonly string[]
  /** The line end; empty in the last row of a file that does not end with one. */
  readonly end: string
  /** The line on which the row begins, from 1. */
  readonly line: number
  /** Whether it has no cells at all. */
  readonly isEmpty: boolean
  /** Of a row of lists, what tells its series from others where no column does. */
  readonly series?: string | null
}

/** A row to be written. */
export interface WrittenRow {
  readonly raw: readonly string[]
  /** The row of the file that it is; null of a new one. */
  readonly from: RawRow | null
  /** That row, or the one that a new one was made for. */
  readonly beside: RawRow
  readonly end: string
}

/** A table that has been read before, and so is known to be well formed. */
export interface RawTable {
  readonly file: string
  readonly delimiter: string
  /** The names of its columns. */
  readonly columns: readonly string[]
  /** What ends its lines. */
  readonly lineEnd: string
  /** A cell that says nothing. */
  readonly empty: string
  /** The rows below the header, empty ones included. */
  rows(): AsyncGenerator<RawRow>
  textOf(raw: string): string
  /** A text as a cell of a column. */
  cell(text: string, column: number): string
  /** The file of these rows. @param safe a cell as it may be written, where formulas are escaped */
  write(rows: AsyncIterable<WrittenRow>, safe: (raw: string) => string): AsyncGenerator<string | Uint8Array>
}

/** The place of a column. @throws RomaeError `TIMESERIES_CSV_NO_COLUMN` */
export function columnIndex({ file, columns }: Pick<RawTable, 'file' | 'columns'>, name: string): number {
  const index = columns.indexOf(name)
  if (index === -1) throw errors.TIMESERIES_CSV_NO_COLUMN({ file, name, columns })
  return index
}

/** Of a format that is no text, whose cells have no quotes and whose rows no ends: a cell is what it says. */
export const plainCells = {
  delimiter: ',',
  lineEnd: '',
  empty: '',
  textOf: (raw: string) => raw,
  cell: (text: string) => text,
} as const satisfies Partial<RawTable>
