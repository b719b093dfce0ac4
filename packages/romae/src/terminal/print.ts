import { visible, visibleLines } from '@romae/internal/errors'
import { toCsv } from '../to-csv.ts'

/**
 * What goes to a terminal goes through this file, which a check holds: ids, labels, paths and messages hold what their
 * author put there, and on a terminal that might write the clipboard or hide the lines before. Control characters are
 * written as `\u001b`; line feeds and tabs stay, as lines and tables are made of them.
 */

/** Where lines of the result go: standard output, unless that holds nothing but data. */
let lines: () => NodeJS.WriteStream = () => process.stdout

let isSilent = false

/** Lets this process write nothing to a terminal, as another one tells the same; or lets it again. */
export function silence(on: boolean): void {
  isSilent = on
}

/** Where progress is shown; null where this process is silent. */
export function progressStream(): NodeJS.WriteStream | null {
  return isSilent ? null : process.stderr
}

/** Writes a line of the result to standard output. */
export function print(line: string): void {
  if (!isSilent) lines().write(`${visibleLines(line)}\n`)
}

/** Keeps standard output for data: lines go to standard error. */
export function keepOutputForData(on: boolean): void {
  lines = on ? () => process.stderr : () => process.stdout
}

/** Writes a value as JSON to standard output, in which no control character stands as it is. */
export function printJson(value: object): void {
  if (!isSilent) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** Writes a line about the work to standard error, where it mixes with no results. */
export function tell(line: string): void {
  if (!isSilent) process.stderr.write(`${visibleLines(line)}\n`)
}

/** Writes a table as CSV to standard output: the very data to a file or a program, made visible where a terminal shows it. */
export function printTable(rows: readonly (readonly (string | number)[])[], escapeFormulas: boolean): void {
  if (isSilent) return
  // A line feed in a cell would begin a row that is none.
  const show = (cell: string | number) => (typeof cell === 'string' ? visible(cell) : cell)
  process.stdout.write(toCsv(process.stdout.isTTY ? rows.map((row) => row.map(show)) : rows, escapeFormulas))
}
