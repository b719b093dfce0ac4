import { errors } from '../../errors.ts'
import type { DelimitedText } from './delimiter.ts'
import type { RawRow, RawTable } from './raw-row.ts'
import { cellText, rawCell, rawCells, rawRows } from './raw-rows.ts'

/** A CSV file, cell by cell. @throws RomaeError `TIMESERIES_NO_DATA` */
export async function rawCsvTable(file: string, { comments, text, delimiter }: DelimitedText): Promise<RawTable> {
  const rows = rowsOf(text, delimiter)
  const first = await rows.next()
  if (first.done) throw errors.TIMESERIES_NO_DATA({ file, missing: 'text: it is empty' })
  const header = first.value
  return {
    file,
    delimiter,
    columns: header.texts,
    lineEnd: header.end || '\n',
    empty: '',
    rows: () => rows,
    textOf: cellText,
    cell: (cell) => rawCell(cell, delimiter),
    async *write(written, safe) {
      const joined = (raw: readonly string[]) => raw.map(safe).join(delimiter)
      yield comments + joined(header.raw) + header.end
      for await (const { raw, from, end } of written) yield (from?.isEmpty ? '' : joined(raw)) + end
    },
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
