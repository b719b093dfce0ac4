import { stringify } from 'csv-stringify/sync'

/** Rows as CSV text: LF line ends, quoted where they must be, numbers so that they read back exactly. */
export function toCsv(rows: readonly (readonly (string | number)[])[]): string {
  return stringify(rows.map((row) => [...row]))
}
