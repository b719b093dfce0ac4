import { quote } from '@romae/errors'
import { errors } from '../../errors.ts'
import { MAX_NAME } from '../limits.ts'
import type { FilePosition } from '../text/file-position.ts'
import { parseNumber } from '../text/parse-number.ts'
import type { TimeReader } from '../text/time-reader.ts'
import type { CsvRow } from './rows.ts'
import type { CsvTable } from './table.ts'

/** Reads the cells of one table's rows. Columns count from 0 here, from 1 in messages. */
export class CellReader {
  private readonly table: CsvTable
  private readonly times: TimeReader
  private readonly missing: ReadonlySet<string>

  constructor(table: CsvTable, times: TimeReader, missing: readonly string[]) {
    this.table = table
    this.times = times
    this.missing = new Set(missing)
  }

  /** What something is called. @throws TIMESERIES_CSV_EMPTY_CELL, TIMESERIES_LIMIT */
  text(row: CsvRow, column: number): string {
    const text = row.cells[column]!
    if (text !== '') return this.shortName(text, row, column)
    throw errors.TIMESERIES_CSV_EMPTY_CELL({ ...this.position(row, column), name: this.table.columns[column]! })
  }

  /** Undefined for a cell that is empty or says missing. @throws TIMESERIES_LIMIT */
  label(row: CsvRow, column: number): string | undefined {
    const text = row.cells[column]!
    return text === '' || this.missing.has(text) ? undefined : this.shortName(text, row, column)
  }

  /** @throws TIMESERIES_BAD_TIME */
  time(row: CsvRow, column: number): number {
    const text = row.cells[column]!
    const time = this.times.read(text)
    if (typeof time === 'number') return time
    throw errors.TIMESERIES_BAD_TIME({ ...this.position(row, column), text, expected: time.expected })
  }

  /** NaN for a cell that says missing. @throws TIMESERIES_BAD_NUMBER */
  value(row: CsvRow, column: number): number {
    return this.missing.has(row.cells[column]!) ? Number.NaN : this.number(row, column)
  }

  /** @throws TIMESERIES_BAD_NUMBER */
  number(row: CsvRow, column: number): number {
    const text = row.cells[column]!
    const number = parseNumber(text)
    if ('value' in number) return number.value
    const what = `column ${quote(this.table.columns[column])}:`
    throw errors.TIMESERIES_BAD_NUMBER({ ...this.position(row, column), what, text, reason: number.reason })
  }

  private shortName(text: string, row: CsvRow, column: number): string {
    const got = text.length
    if (got <= MAX_NAME) return text
    const what = `characters in a cell of column ${quote(this.table.columns[column])}, which holds names`
    const wayOut = 'shorten them, or take another column'
    throw errors.TIMESERIES_LIMIT({ ...this.position(row, column), what, got, limit: MAX_NAME, wayOut })
  }

  position(row: CsvRow, column: number): FilePosition {
    return { file: this.table.file, line: row.line, column: column + 1 }
  }
}
