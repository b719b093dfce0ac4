import { escapeFormula } from '@romae/internal/files'
import { stringify } from '#csv-stringify'

/**
 * Rows as CSV text: LF line ends, quoted where they must be, numbers so that they read back exactly.
 *
 * @param escapeFormulas writes an apostrophe before texts that a spreadsheet would take for a formula
 */
export function toCsv(
  rows: readonly (readonly (string | number)[])[],
  escapeFormulas = false,
  delimiter = ',',
): string {
  return stringify(
    rows.map((row) => [...row]),
    { delimiter, ...(escapeFormulas && { cast: { string: escapeFormula } }) },
  )
}
