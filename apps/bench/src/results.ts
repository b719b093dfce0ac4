import { join } from 'node:path'
import { describeMachine } from '@romae/app-common'
import { userPath, writeFile, writeJson } from 'romae'

/** A table of results, to be kept. */
export interface Results {
  /** Of the files, e.g. `bench-step`. */
  readonly name: string
  readonly title: string
  /** Lines that say what the figures are. */
  readonly notes: readonly string[]
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** The raw figures. */
  readonly json: unknown
}

/** Writes results as a page and as JSON, with the machine, the date and the command. @returns the page's path */
export async function saveResults(folder: string, results: Results): Promise<string> {
  const target = userPath(folder)
  const facts = { machine: describeMachine(), date: new Date().toISOString().slice(0, 10), command: commandLine() }
  const page = [
    `# ${results.title}`,
    '',
    `${facts.machine}; ${facts.date}; \`${facts.command}\``,
    '',
    ...tableLines(results),
    '',
    ...results.notes,
    '',
  ]
  const path = join(target, `${results.name}.md`)
  await writeFile(path, page.join('\n'))
  await writeJson(join(target, `${results.name}.json`), { ...facts, results: results.json })
  return path
}

/** A table in Markdown, line by line: the first column to the left, the others to the right. */
export function tableLines({ columns, rows }: Pick<Results, 'columns' | 'rows'>): readonly string[] {
  const cells = (row: readonly string[]) => `| ${row.join(' | ')} |`
  return [cells(columns), cells(columns.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(cells)]
}

/** What a person types to get these figures. */
function commandLine(): string {
  return ['pnpm bench', ...process.argv.slice(2)].join(' ')
}
