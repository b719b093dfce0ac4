import { readOptions } from '../../options.ts'
import { textLength } from '../limits.ts'
import type { TextSource } from '../text/source-types.ts'
import { delimiterOption } from './csv-options.ts'
import type { OpenOptions, RowOptions } from './rows.ts'
import { TextTable } from './table.ts'

/**
 * The names of a CSV file's columns, in their order: to decide what each is for before the file is read.
 * Where no delimiter is given, it is found among comma, semicolon and tab.
 *
 * @throws RomaeError `TIMESERIES_CANNOT_READ`, `TIMESERIES_NOT_TEXT`, `TIMESERIES_NO_DATA`, `TIMESERIES_CSV_DELIMITER`,
 *   TIMESERIES_CSV_DUPLICATE_COLUMN, TIMESERIES_CSV_SYNTAX, TIMESERIES_LIMIT
 */
export async function readCsvColumns(source: TextSource, options: RowOptions = {}): Promise<readonly string[]> {
  readOptions('readCsvColumns', { delimiter: delimiterOption, maxRowLength: textLength }, options)
  return tableColumns(source, options)
}

/** The same of any table, with arrays that lie beside it. */
export async function tableColumns(source: TextSource, options: OpenOptions): Promise<readonly string[]> {
  const tables = TextTable.read(source, options, async function* (table) {
    yield table.columns
  })
  for await (const columns of tables) return columns
  return []
}
