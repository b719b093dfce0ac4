import { quote, type RomaeError } from '@romae/internal/errors'
import { errors } from '../../errors.ts'
import { MAX_NAME } from '../limits.ts'
import type { FilePosition } from '../text/file-position.ts'
import type { NumberCell, ParsedNumber } from '../text/parse-number.ts'
import type { TimeCell } from '../time/time-column.ts'
import type { TimeReader } from '../time/time-reader.ts'
import { CellValues, type ValueOptions } from './cell-values.ts'
import type { DecimalMark } from './number-reader.ts'
import type { CsvRow } from './rows.ts'
import type { TextTable } from './table.ts'

/** Reads the cells of one table's rows. Columns count from 0 here, from 1 in messages. */
export class CellReader {
  readonly #table: TextTable
  readonly #times: TimeReader
  readonly #values: CellValues

  constructor(table: TextTable, times: TimeReader, options: ValueOptions) {
    this.#table = table
    this.#times = times
    this.#values = new CellValues(table.delimiter, options)
  }

  /** Of the numbers that were read so far. */
  get decimal(): DecimalMark {
    return this.#values.numbers.mark
  }

  name(column: number): string {
    return this.#table.columns[column]!
  }

  /** What something is called. @throws RomaeError `TIMESERIES_CSV_EMPTY_CELL`, `TIMESERIES_LIMIT` */
  text(row: CsvRow, column: number): string {
    const text = row.cells[column]!
    if (text !== '') return this.#shortName(text, row, column)
    throw errors.TIMESERIES_CSV_EMPTY_CELL({ ...this.position(row, column), name: this.name(column) })
  }

  /** Undefined for a cell that is empty or says missing. @throws RomaeError `TIMESERIES_LIMIT` */
  label(row: CsvRow, column: number): string | undefined {
    const text = row.cells[column]!
    return this.#values.isMissing(text) ? undefined : this.#shortName(text, row, column)
  }

  /** @throws RomaeError `TIMESERIES_BAD_TIME`, `TIMESERIES_AMBIGUOUS_TIME`, `TIMESERIES_MIXED_ZONES` */
  time(row: CsvRow, column: number, position: FilePosition): TimeCell {
    const text = row.cells[column]!
    const withPoint = this.#values.numbers.withPoint(text)
    const time = this.#times.read(withPoint, position)
    return withPoint === text || time.text === undefined ? time : { ...time, text }
  }

  /** NaN for a cell that says missing. @throws RomaeError `TIMESERIES_BAD_NUMBER` */
  value(row: CsvRow, column: number): NumberCell {
    const cell = this.tryValue(row.cells[column]!)
    if ('value' in cell) return cell
    throw this.badNumber(row, column, cell.reason)
  }

  /** `MISSING` for a text that says missing; why it is no number for what is none. */
  tryValue(text: string): ParsedNumber {
    return this.#values.read(text)
  }

  /** @throws RomaeError `TIMESERIES_BAD_NUMBER` */
  number(row: CsvRow, column: number): NumberCell {
    const number = this.#values.numbers.read(row.cells[column]!)
    if ('value' in number) return number
    throw this.badNumber(row, column, number.reason)
  }

  badNumber(row: CsvRow, column: number, reason: string): RomaeError {
    const what = `column ${quote(this.name(column))}:`
    return errors.TIMESERIES_BAD_NUMBER({ ...this.position(row, column), what, text: row.cells[column]!, reason })
  }

  #shortName(text: string, row: CsvRow, column: number): string {
    const got = text.length
    if (got <= MAX_NAME) return text
    const what = `characters in a cell of column ${quote(this.#table.columns[column])}, which holds names`
    const wayOut = 'shorten them, or take another column'
    throw errors.TIMESERIES_LIMIT({ ...this.position(row, column), what, got, limit: MAX_NAME, wayOut })
  }

  position(row: CsvRow, column: number): FilePosition {
    return { file: this.#table.file, line: row.line, column: column + 1 }
  }
}
