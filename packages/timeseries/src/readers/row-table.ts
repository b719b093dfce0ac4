import type { RawTable } from './csv/raw-row.ts'
import type { CsvRow } from './csv/rows.ts'

/** A table that is not of CSV: its columns are known, and its rows are texts. */
export interface RowTable {
  readonly columns: readonly string[]
  /** Rows that are not empty. Going through them, or {@link close}, frees the file. */
  cells(): AsyncGenerator<CsvRow>
  /** The same to be written back. */
  raw(): RawTable
  close(): Promise<void>
}
