import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { EnvironmentCase } from './cases.ts'
import { cases } from './cases.ts'

/** The page that says what works, and how. */
export const PAGE = 'docs/environments.md'

/** The table that the page has to show. */
export function environmentTable(rows: readonly EnvironmentCase[] = cases): string[] {
  const cells = [['with', 'as', 'to know'], ...rows.map(({ name, command, how = '' }) => [name, `\`${command}\``, how])]
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(cells[0]!), line(widths.map((width) => '-'.repeat(width))), ...cells.slice(1).map(line)]
}

const begin = '<!-- environments -->'
const end = '<!-- /environments -->'

/** The first line of the page's table that is not as it has to be; null where all are. */
export function wrongLine(text: string, rows: readonly EnvironmentCase[] = cases): string | null {
  const lines = text.split('\n')
  const start = lines.indexOf(begin)
  const wanted = [begin, '', ...environmentTable(rows), '', end]
  if (start === -1) return begin
  return wanted.find((line, offset) => lines[start + offset] !== line) ?? null
}

/** Files that the page tells users to have: blocks of code that begin with their name. */
export async function filesOfPage(root: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(path.join(root, PAGE), 'utf8')
  const blocks = [...text.matchAll(/^```js\n\/\/ (\S+)\n(.*?)^```$/gms)]
  return Object.fromEntries(blocks.map(([, name, code]) => [name!, code!]))
}
