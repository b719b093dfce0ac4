import { escapeFormula } from '@romae/internal/files'
import { Option } from 'commander'
import { stringify } from 'csv-stringify/sync'

/**
 * Rows as CSV text: LF line ends, quoted where they must be, numbers so that they read back exactly.
 *
 * @param escapeFormulas writes an apostrophe before texts that a spreadsheet would take for a formula
 */
export function toCsv(rows: readonly (readonly (string | number)[])[], escapeFormulas = false): string {
  return stringify(
    rows.map((row) => [...row]),
    escapeFormulas ? { cast: { string: escapeFormula } } : {},
  )
}

/** `--escape-formulas`. Not the default: what is written does not read back as it was. */
export function escapeFormulasOption(): Option {
  const what = 'for spreadsheets: write an apostrophe before ids, labels and names that begin with = + - @ or a tab'
  return new Option('--escape-formulas', `${what} and are no numbers; they do not read back as they were`).default(
    false,
  )
}
