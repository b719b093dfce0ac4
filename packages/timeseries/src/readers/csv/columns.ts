import { checkOptions } from '../../options.ts'
import type { TextSource } from '../text/text-source.ts'
import { requireDelimiter } from './csv-options.ts'
import { CsvTable } from './table.ts'

/**
 * The names of a CSV file's columns, in their order: to decide what each is for before the file is read.
 *
 * @throws TIMESERIES_CANNOT_READ, TIMESERIES_NOT_TEXT, TIMESERIES_NO_DATA, TIMESERIES_CSV_DUPLICATE_COLUMN,
 *   TIMESERIES_CSV_SYNTAX
 */
export async function readCsvColumns(
  source: TextSource,
  options: { readonly delimiter?: string } = {},
): Promise<readonly string[]> {
  checkOptions('readCsvColumns', options, ['delimiter'])
  const { delimiter = ',' } = options
  requireDelimiter('readCsvColumns', delimiter)
  const tables = CsvTable.read(source, delimiter, async function* (table) {
    yield table.columns
  })
  for await (const columns of tables) return columns
  return []
}
