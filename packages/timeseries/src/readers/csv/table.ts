import { errors } from '../../errors.ts'
import type { FilePosition } from '../text/file-position.ts'
import { parseNumber } from '../text/parse-number.ts'
import { type TimeReader } from '../text/time-reader.ts'
import { sourceName, type TextSource } from '../text/text-source.ts'
import { type CsvRow, readRows } from './rows.ts'

/** A CSV file with a header: its columns by name, its rows all as long as the header. */
export interface CsvTable {
  readonly file: string
  readonly columns: readonly string[]
  /** The index of a column. @throws TIMESERIES_CSV_NO_COLUMN */
  indexOf(name: string): number
  rows(): AsyncGenerator<CsvRow>
}

/** @throws TIMESERIES_NO_DATA, TIMESERIES_CSV_DUPLICATE_COLUMN, TIMESERIES_CSV_ROW_LENGTH, what readRows throws */
export async function openTable(source: TextSource, delimiter: string): Promise<CsvTable> {
  const file = sourceName(source)
  const reader = readRows(source, delimiter)
  const first = await reader.next()
  if (first.done) throw errors.TIMESERIES_NO_DATA({ file, missing: 'text: it is empty' })
  const { cells: columns, line } = first.value
  const indices = new Map<string, number>()
  columns.forEach((name, index) => {
    const known = indices.get(name)
    if (known !== undefined) {
      throw errors.TIMESERIES_CSV_DUPLICATE_COLUMN({ file, line, column: index + 1, name, first: known + 1 })
    }
    indices.set(name, index)
  })
  return {
    file,
    columns,
    indexOf(name) {
      const index = indices.get(name)
      if (index === undefined) throw errors.TIMESERIES_CSV_NO_COLUMN({ file, name, columns })
      return index
    },
    async *rows() {
      let count = 0
      for await (const row of reader) {
        count += 1
        const got = row.cells.length
        const expected = columns.length
        if (got !== expected) {
          const column = Math.min(got, expected) + 1
          throw errors.TIMESERIES_CSV_ROW_LENGTH({ file, line: row.line, column, expected, got })
        }
        yield row
      }
      if (count === 0) throw errors.TIMESERIES_NO_DATA({ file, missing: 'row below the header' })
    },
  }
}

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

  /** @throws TIMESERIES_CSV_EMPTY_CELL */
  text(row: CsvRow, column: number): string {
    const text = row.cells[column]!
    if (text !== '') return text
    throw errors.TIMESERIES_CSV_EMPTY_CELL({ ...this.position(row, column), name: this.table.columns[column]! })
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
    const text = row.cells[column]!
    return this.missing.has(text) ? Number.NaN : this.number(row, column)
  }

  /** @throws TIMESERIES_BAD_NUMBER */
  number(row: CsvRow, column: number): number {
    const text = row.cells[column]!
    const number = parseNumber(text)
    if ('value' in number) return number.value
    const what = `column "${this.table.columns[column]}":`
    throw errors.TIMESERIES_BAD_NUMBER({ ...this.position(row, column), what, text, ...number })
  }

  position(row: CsvRow, column: number): FilePosition {
    return { file: this.table.file, line: row.line, column: column + 1 }
  }
}
