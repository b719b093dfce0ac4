import { visible, visibleLines } from '@romae/internal/errors'
import { toCsv } from '../to-csv.ts'

/**
 * What goes to a terminal goes through this file, which a check holds: ids, labels, paths and messages hold what their
 * author put there, and on a terminal that might write the clipboard or hide the lines before. Control characters are
 * written as `\u001b`; line feeds and tabs stay, as lines and tables are made of them.
 */

/** Where lines of the result go: standard output, unless that holds nothing but data. */
let lines: () => NodeJS.WriteStream = () => process.stdout

/** Writes a line of the result to standard output. */
export function print(line: string): void {
  lines().write(`${visibleLines(line)}\n`)
}

/** Keeps standard output for data: lines go to standard error. */
export function keepOutputForData(on: boolean): void {
  lines = on ? () => process.stderr : () => process.stdout
}

/** Writes a value as JSON to standard output, in which no control character stands as it is. */
export function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** Writes a line about the work to standard error, where it mixes with no results. */
export function tell(line: string): void {
  process.stderr.write(`${visibleLines(line)}\n`)
}

/** Writes a table as CSV to standard output: the very data to a file or a program, made visible where a terminal shows it. */
export function printTable(rows: readonly (readonly (string | number)[])[], escapeFormulas: boolean): void {
  // A line feed in a cell would begin a row that is none.
  const show = (cell: string | number) => (typeof cell === 'string' ? visible(cell) : cell)
  process.stdout.write(toCsv(process.stdout.isTTY ? rows.map((row) => row.map(show)) : rows, escapeFormulas))
}
