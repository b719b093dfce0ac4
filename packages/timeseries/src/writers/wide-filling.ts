import { errors } from '../errors.ts'
import type { CellValues } from '../readers/csv/cell-values.ts'
import { columnIndex, type RawRow, type RawTable } from '../readers/csv/raw-row.ts'
import type { FilePosition } from '../readers/text/file-position.ts'
import type { ParsedNumber } from '../readers/text/parse-number.ts'
import type { TimeSeries } from '../series/series.ts'

/** What the filling of a table needs to know. */
export interface FillingOptions {
  readonly id?: string
  readonly time: string
  /** The series as they were read. */
  readonly read: readonly TimeSeries[]
  /** The filled ones, by id. */
  readonly filled: ReadonlyMap<string, TimeSeries>
  readonly values: CellValues
  /** A number as a cell of a column. */
  format(value: number, column: number): string
  /** Writes the times that a series of the file does not have there, as cells. */
  stamps(series: TimeSeries): (time: number) => string
}

/** Fills row by row. */
export interface Filling {
  /**
   * Replaces the row's missing cells. @returns rows that belong before it and after it, and whose it is: null where it is nobody's.
   * @throws RomaeError `TIMESERIES_CSV_OTHER_FILE`
   */
  take(row: RawRow): {
    readonly before: readonly string[][]
    readonly after: readonly string[][]
    readonly place: { readonly id: string; readonly time: number } | null
  }
  /**
   * To be called after the last row. @throws RomaeError `TIMESERIES_CSV_OTHER_FILE` where the file has less than the
   * series
   */
  end(line: number): void
}

/** One series of the file. */
interface SeriesRows {
  readonly one: TimeSeries
  readonly filled: TimeSeries
  /** How many rows of the file, and how many times of the filled series, were taken. */
  rows: number
  written: number
  /** The cells that were the same in all rows so far; null where they were not. */
  cells: (string | null)[] | undefined
  readonly stamp: (time: number) => string
}

/**
 * Fills the rows of a table of one time stamp a row, and makes those of times that the filled series has besides. Those of a
 * series are in order of time, as the reader takes care of: the first row has the first values, so that no time has to be read
 * again.
 */
export function wideFilling(table: RawTable, options: FillingOptions): Filling {
  const { id, time, read, filled, values, format } = options
  const { file } = table
  const timeAt = columnIndex(table, time)
  const idAt = id === undefined ? undefined : columnIndex(table, id)
  const begin = (one: TimeSeries): SeriesRows => {
    return { one, filled: filled.get(one.id)!, rows: 0, written: 0, cells: undefined, stamp: options.stamps(one) }
  }
  const series = new Map(read.map((one) => [one.id, begin(one)]))
  const names = (read[0]?.channels ?? []).map(({ name = '' }) => name)
  const columns = names.flatMap((name, channel) => {
    const column = table.columns.indexOf(name)
    return column === -1 ? [] : [{ column, channel }]
  })
  /** Rows for the times of a filled series before a time, which the file does not have. */
  const newRows = (found: SeriesRows, before: number): string[][] => {
    const rows: string[][] = []
    const times = columns.length === 0 ? [] : found.filled.channels[columns[0]!.channel]!.times
    for (; found.written < times.length && times[found.written]! < before; found.written += 1) {
      const raw = (found.cells ?? []).map((cell) => cell ?? table.empty)
      raw[timeAt] = found.stamp(times[found.written]!)
      for (const { column, channel } of columns) {
        const value = found.filled.channels[channel]!.values[found.written]!
        raw[column] = Number.isNaN(value) ? table.empty : format(value, column)
      }
      rows.push(raw)
    }
    return rows
  }
  return {
    take({ raw, texts, line, series: ofLists }) {
      const seriesId = idAt === undefined ? (ofLists ?? 'series') : texts[idAt]!
      const place = { file, line, column: 1, id: seriesId }
      const found = idAt === undefined && ofLists == null ? [...series.values()][0] : series.get(seriesId)
      if (found === undefined) throw otherFile(place, 'there is no such series')
      const before = found.cells ?? raw
      found.cells = raw.map((cell, column) => (cell === before[column] ? cell : null))
      const times = columns.length === 0 ? [] : found.one.channels[columns[0]!.channel]!.times
      const rows = newRows(found, times[found.rows] ?? Number.NEGATIVE_INFINITY)
      for (const { column, channel } of columns) {
        const given = found.one.channels[channel]!.values
        if (found.rows >= given.length) throw otherFile(place, `the series has only ${given.length} rows`)
        const value = given[found.rows]!
        requireSame(values.read(texts[column]!), value, { ...place, column: column + 1 })
        const best = found.filled.channels[channel]!.values[found.written]!
        if (Number.isNaN(value) && !Number.isNaN(best)) raw[column] = format(best, column)
      }
      found.rows += 1
      found.written += 1
      const isLast = found.rows === times.length
      const own = { id: found.one.id, time: times[found.rows - 1]! }
      return {
        place: columns.length === 0 ? null : own,
        before: rows,
        after: isLast ? newRows(found, Number.POSITIVE_INFINITY) : [],
      }
    },
    end(line) {
      for (const { one, rows } of series.values()) {
        const expected = columns.length === 0 ? rows : one.channels[columns[0]!.channel]!.values.length
        if (rows === expected) continue
        throw otherFile({ file, line, column: 1, id: one.id }, `the series has ${expected} rows, and the file ${rows}`)
      }
    },
  }
}

/** Throws unless a cell says what was read: its number, or that it is missing. */
export function requireSame(cell: ParsedNumber, read: number, place: FilePosition & { readonly id: string }): void {
  const value = 'value' in cell ? cell.value : undefined
  if (value === read || (Number.isNaN(value) && Number.isNaN(read))) return
  throw otherFile(place, `it holds ${value ?? 'no number'} here, and the series ${read}`)
}

export function otherFile(place: FilePosition & { readonly id: string }, reason: string) {
  return errors.TIMESERIES_CSV_OTHER_FILE({ ...place, reason })
}
