/** What a schema of options says of each, as far as a page shows it. */
interface ShownOption {
  readonly default?: unknown
  readonly required?: boolean
  readonly help?: string
}

/** The table of options that a page shows of a schema: name, default and what it does, as the schema has them. */
export function optionTable(schema: Readonly<Record<string, ShownOption>>): string[] {
  const rows = Object.entries(schema).map(([name, option]) => [`\`${name}\``, defaultOf(option), option.help ?? ''])
  const cells = [['option', 'default', 'meaning'], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(cells[0]!), line(widths.map((width) => '-'.repeat(width))), ...cells.slice(1).map(line)]
}

function defaultOf({ default: value, required }: ShownOption): string {
  if (required === true) return 'needed'
  if (value === undefined || typeof value === 'function') return ''
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}
