/** What a schema of options says of each, as far as a page shows it. */
interface ShownOption {
  readonly default?: unknown
  readonly required?: boolean
  readonly help?: string
}

type ShownSchema = Readonly<Record<string, ShownOption | Readonly<Record<string, ShownOption>>>>

/** The table of options that a page shows of a schema: name, default and what it does, as the schema has them. */
export function optionTable(schema: ShownSchema): string[] {
  const rows = flat(schema).map(([name, option]) => [`\`${name}\``, defaultOf(option), option.help ?? ''])
  const cells = [['option', 'default', 'meaning'], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(cells[0]!), line(widths.map((width) => '-'.repeat(width))), ...cells.slice(1).map(line)]
}

/** Options of a group, such as `time: { unit, origin }`, as `time.unit` and `time.origin`: all that a group holds are options. */
function flat(schema: ShownSchema, before = ''): [name: string, option: ShownOption][] {
  return Object.entries(schema).flatMap(([key, option]): [string, ShownOption][] => {
    const isGroup = Object.values(option).every(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    )
    return isGroup ? flat(option as ShownSchema, `${before}${key}.`) : [[before + key, option]]
  })
}

function defaultOf({ default: value, required }: ShownOption): string {
  if (required === true) return 'needed'
  if (value === undefined || typeof value === 'function') return ''
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}
