import { visibleLines } from '@romae/errors'

/**
 * What goes to a terminal goes through this file, which a check holds: ids, labels, paths and messages hold what their
 * author put there, and on a terminal that might write the clipboard or hide the lines before. Control characters are
 * written as `\u001b`; line feeds and tabs stay, as lines and tables are made of them.
 */

/** Writes a line of the result to standard output. */
export function print(line: string): void {
  process.stdout.write(`${visibleLines(line)}\n`)
}

/** Writes a line about the work to standard error, where it mixes with no results. */
export function tell(line: string): void {
  process.stderr.write(`${visibleLines(line)}\n`)
}

/** Writes data to standard output: byte for byte to a file or a program, made visible where a terminal shows them. */
export function printData(text: string): void {
  process.stdout.write(process.stdout.isTTY ? visibleLines(text) : text)
}
