import { requireBoolean } from '../options.ts'
import { CSV_KEYS, type CsvOptions, checkCsvOptions } from '../readers/csv/csv-options.ts'

/** What CSV writers take besides {@link CsvOptions}. */
export interface CsvWriteOptions extends CsvOptions {
  /**
   * Writes an apostrophe before ids, labels and names that a spreadsheet would take for a formula: those that begin with
   * `=`, `+`, `-`, `@`, a tab or a carriage return, and are no numbers. They read back with the apostrophe. Default: false.
   */
  readonly escapeFormulas?: boolean
}

/** The keys of {@link CsvWriteOptions}. */
export const CSV_WRITE_KEYS = [...CSV_KEYS, 'escapeFormulas'] as const

/** Checks what {@link CsvWriteOptions} has. */
export function checkCsvWriteOptions(of: string, options: CsvWriteOptions): void {
  checkCsvOptions(of, options)
  const { escapeFormulas = false } = options
  requireBoolean(of, 'escapeFormulas', escapeFormulas)
}
