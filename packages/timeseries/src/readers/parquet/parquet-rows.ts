import { errors } from '../../errors.ts'
import type { RawRow } from '../csv/raw-row.ts'
import type { ParquetFile } from './row-groups.ts'

/** A row of a table, or one element of the lists of a row. */
export interface ParquetCells extends RawRow {
  /** As the file holds them, beside the texts that they had. */
  readonly values: readonly unknown[]
  /** What tells rows of lists apart where no column does; null where rows are none. */
  readonly series: string | null
}

/** Which rows, and of what. */
interface RowsOptions {
  /** The column of times where each is a list: then every element of the lists is a row. */
  readonly timeAt: number | null
  isNeeded(name: string): boolean
}

/**
 * The rows of a file. Lines are rows, counted from 1.
 *
 * @throws RomaeError `TIMESERIES_DAMAGED_PARQUET`, `TIMESERIES_LIST_LENGTH`
 */
export async function* parquetRows(
  file: string,
  { columns, groups }: ParquetFile,
  { timeAt, isNeeded }: RowsOptions,
): AsyncGenerator<ParquetCells> {
  const text = (value: unknown, column: number) => (value == null ? '' : columns[column]!.type.text(value))
  const listText = (value: unknown, column: number) => {
    if (value == null) return ''
    return columns[column]!.kind === 'list'
      ? JSON.stringify(Array.from(value as unknown[], (one) => text(one, column)))
      : text(value, column)
  }
  for await (const { start, rows, values } of groups(isNeeded)) {
    for (let row = 0; row < rows; row += 1) {
      const line = start + row + 1
      const own = values.map((column) => column?.[row])
      if (timeAt === null) {
        const texts = own.map(listText)
        yield { raw: [...texts], texts, values: own, end: '', line, isEmpty: false, series: null }
        continue
      }
      const length = (own[timeAt] as ArrayLike<unknown> | null | undefined)?.length ?? 0
      for (const [column, value] of own.entries()) {
        if (columns[column]!.kind !== 'list' || value == null) continue
        const got = (value as ArrayLike<unknown>).length
        const [name, time] = [columns[column]!.name, columns[timeAt]!.name]
        if (got !== length)
          throw errors.TIMESERIES_LIST_LENGTH({ file, line, column: column + 1, name, got, time, expected: length })
      }
      for (let at = 0; at < length; at += 1) {
        const items = own.map((value, column) =>
          columns[column]!.kind === 'list' && value != null ? (value as ArrayLike<unknown>)[at] : value,
        )
        const texts = items.map(text)
        yield { raw: [...texts], texts, values: items, end: '', line, isEmpty: false, series: String(line) }
      }
    }
  }
}
