import type { EntryPoint } from './reports.ts'

const declaration =
  /^export (?:declare )?(?:abstract )?(class|const|enum|function|interface|let|namespace|type|var) ([\w$]+)/gm
const reexport = /^export \{ ([\w$]+)(?: as ([\w$]+))? \}/gm

/** Names of one entry point: what exists when a program runs, and types. */
interface PublicNames {
  readonly values: readonly string[]
  readonly types: readonly string[]
}

/** The page with every public name of every package, made from the reports. */
export function namesPage(entries: readonly EntryPoint[], reports: ReadonlyMap<string, string>): string {
  const rows = entries.map(({ specifier, report }) => {
    const { values, types } = publicNames(reports.get(report)!)
    return `| [\`${specifier}\`](./${report}) | ${listed(values)} | ${listed(types)} |`
  })
  return [
    '# Every public name',
    '',
    'What can be imported from where. Each entry point links to its report, which has the declarations in full. Written by',
    '`pnpm api` after `pnpm build`; `pnpm check api` fails where these pages and the built packages differ, so that each',
    'change of what users can see is a line in a diff.',
    '',
    '| import from | values | types |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

/** What a report exports, sorted. A class counts as a value. */
function publicNames(report: string): PublicNames {
  const values: string[] = []
  const types: string[] = []
  for (const [, kind, name] of report.matchAll(declaration)) {
    ;(kind === 'interface' || kind === 'type' ? types : values).push(name!)
  }
  for (const [, name, renamed] of report.matchAll(reexport)) {
    const isType = new RegExp(`^(?:interface|type) ${name}\\b`, 'm').test(report)
    ;(isType ? types : values).push(renamed ?? name!)
  }
  return { values: [...new Set(values)].sort(), types: [...new Set(types)].sort() }
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(', ')
}
