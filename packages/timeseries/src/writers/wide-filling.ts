import { errors } from '../errors.ts'
import type { CellValues } from '../readers/csv/cell-values.ts'
import type { RawRow, RawTable } from '../readers/csv/raw-table.ts'
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
  /** A number as a cell. */
  format(value: number): string
}

/** Fills row by row. */
export interface Filling {
  /** Replaces the row's missing cells. @returns rows that belong before it and after it. @throws TIMESERIES_CSV_OTHER_FILE */
  take(row: RawRow): { readonly before: readonly string[][]; readonly after: readonly string[][] }
  /** To be called after the last row. @throws TIMESERIES_CSV_OTHER_FILE where the file has less than the series */
  end(line: number): void
}

const NOTHING = { before: [], after: [] } as const

/**
 * Fills the rows of a table of one time stamp a row. Those of a series are in order of time, as the reader takes care of: the
 * first row has the first values, so that no time has to be read again.
 */
export function wideFilling(table: RawTable, { id, read, filled, values, format }: FillingOptions): Filling {
  const { file } = table
  const idAt = id === undefined ? undefined : table.indexOf(id)
  const series = new Map(read.map((one) => [one.id, { one, filled: filled.get(one.id)!, rows: 0 }]))
  const names = (read[0]?.channels ?? []).map(({ name = '' }) => name)
  const columns = names.flatMap((name, channel) => {
    const column = table.header.texts.indexOf(name)
    return column === -1 ? [] : [{ column, channel }]
  })
  return {
    take({ raw, texts, line }) {
      const seriesId = idAt === undefined ? 'series' : texts[idAt]!
      const place = { file, line, column: 1, id: seriesId }
      const found = idAt === undefined ? [...series.values()][0] : series.get(seriesId)
      if (found === undefined) throw otherFile(place, 'there is no such series')
      for (const { column, channel } of columns) {
        const given = found.one.channels[channel]!.values
        if (found.rows >= given.length) throw otherFile(place, `the series has only ${given.length} rows`)
        const value = given[found.rows]!
        requireSame(values.read(texts[column]!), value, { ...place, column: column + 1 })
        const best = found.filled.channels[channel]!.values[found.rows]!
        if (Number.isNaN(value) && !Number.isNaN(best)) raw[column] = format(best)
      }
      found.rows += 1
      return NOTHING
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
