import { errors } from '../../errors.ts'
import type { TextSource } from '../text/source-types.ts'
import { sourceName } from '../text/text-source.ts'
import { cellText, rawCells, rawRows } from './raw-rows.ts'
import type { RowOptions } from './rows.ts'
import { openRows } from './table.ts'

export { rawCell } from './raw-rows.ts'

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
}

/** A table that has been read before, and so is known to be well formed. */
export interface RawTable {
  readonly file: string
  readonly delimiter: string
  readonly header: RawRow
  /** @throws RomaeError `TIMESERIES_CSV_NO_COLUMN` */
  indexOf(name: string): number
  /** The rows below the header, empty ones included. */
  rows(): AsyncGenerator<RawRow>
  textOf(raw: string): string
}

/** @throws RomaeError `TIMESERIES_NO_DATA`, and what reading text throws */
export async function openRawTable(source: TextSource, options: RowOptions): Promise<RawTable> {
  const file = sourceName(source)
  const { text, delimiter } = await openRows(file, source, options)
  const rows = rowsOf(text, delimiter)
  const first = await rows.next()
  if (first.done) throw errors.TIMESERIES_NO_DATA({ file, missing: 'text: it is empty' })
  const header = first.value
  return {
    file,
    delimiter,
    header,
    indexOf(name) {
      const index = header.texts.indexOf(name)
      if (index === -1) throw errors.TIMESERIES_CSV_NO_COLUMN({ file, name, columns: header.texts })
      return index
    },
    rows: () => rows,
    textOf: cellText,
  }
}

async function* rowsOf(text: AsyncGenerator<string>, delimiter: string): AsyncGenerator<RawRow> {
  let line = 1
  let isHeader = true
  for await (const row of rawRows(text)) {
    const end = row.endsWith('\r\n') ? '\r\n' : row.endsWith('\n') ? '\n' : ''
    const content = row.slice(0, row.length - end.length)
    const raw = rawCells(content, delimiter)
    const isEmpty = content === ''
    const lines = row.split('\n').length - 1
    // Lines above the header say nothing.
    if (!isHeader || !isEmpty) {
      isHeader = false
      yield { raw, texts: raw.map(cellText), end, line, isEmpty }
    }
    line += lines
  }
}
