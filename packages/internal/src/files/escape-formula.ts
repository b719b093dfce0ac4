/** What begins a formula in spreadsheets: the signs, their forms of full width, and white space that is cut off before them. */
const formulaStart = /^[=+\-@\t\r＝＋－＠]/
/** A number with its sign, which is a number there too. */
const signedNumber = /^[+-]\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i

/**
 * A cell of a CSV file that no spreadsheet computes: what would be a formula gets an apostrophe before it, as OWASP's page
 * on CSV injection recommends. Numbers stay numbers, also where they are texts.
 */
export function escapeFormula(cell: string): string {
  return formulaStart.test(cell) && !signedNumber.test(cell) ? `'${cell}` : cell
}
