import type { RawTable } from './csv/raw-row.ts'
import type { CsvRow } from './csv/rows.ts'

/** A table that is not of CSV: its columns are known, and its rows are texts. */
export interface RowTable {
  readonly columns: readonly string[]
  /** Files beside it that would have had a column, by what was asked for; absent where there is no such thing. */
  readonly looked?: ReadonlyMap<string, readonly string[]>
  /** Rows that are not empty. Going through them, or {@link close}, frees the file. */
  cells(): AsyncGenerator<CsvRow>
  /** The same to be written back. */
  raw(): RawTable
  close(): Promise<void>
}
