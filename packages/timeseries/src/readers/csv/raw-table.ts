import type { TextSource } from '../text/source-types.ts'
import { sourceName } from '../text/text-source.ts'
import { rawCsvTable } from './raw-csv-table.ts'
import type { RawTable } from './raw-row.ts'
import type { OpenOptions } from './rows.ts'
import { openRows } from './table.ts'

/** A table's file, cell by cell, to be written back. @throws RomaeError `TIMESERIES_NO_DATA`, and what reading text throws */
export async function openRawTable(source: TextSource, options: OpenOptions): Promise<RawTable> {
  const file = sourceName(source)
  const opened = await openRows(file, source, options)
  return 'columns' in opened ? opened.raw() : rawCsvTable(file, opened)
}
