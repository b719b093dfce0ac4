import type { Dependency } from './list.ts'

/** When a package's version came out, and when its newest one did: days, as `2026-11-30`. */
export interface Released {
  readonly version: string
  readonly newest: string
}

export const pageFile = 'docs/dependencies.md'

const start = `# Dependencies

What the published packages need from others at run time. \`pnpm dependencies\` writes this page, and asks the registry when versions came out;
\`pnpm check dependencies\` finds a package, a version or a licence that is not here. Sizes are of a package's own files on disk; those that are
binaries for one platform are of Linux on x64, and \`pnpm check install\` says what all of \`romae\` takes. A question mark: needed only for what
uses it, and installed by whoever does.

`

/** The page of some dependencies. @param released by their names */
export function dependenciesPage(
  dependencies: readonly Dependency[],
  released: Readonly<Record<string, Released>>,
): string {
  const rows = dependencies.map(({ name, version, license, bytes, of }) => {
    const dates = released[name]
    return [
      `[${name}](https://www.npmjs.com/package/${name})`,
      version,
      license,
      sizeText(bytes),
      dates?.version ?? '',
      dates?.newest ?? '',
      of.map((one) => `\`${one}\``).join(', '),
    ]
  })
  const cells = [['package', 'version', 'licence', 'size', 'of', 'last release', 'needed by'], ...rows]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`)
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return `${start}${[lines[0], rule, ...lines.slice(1)].join('\n')}\n`
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

/** What a page says of each package: what has to be true wherever it is looked at. */
export function rowsOf(page: string): ReadonlyMap<string, { readonly version: string; readonly license: string }> {
  const rows = page.split('\n').flatMap((line) => {
    const [, name, version, license] = /^\| \[([^\]]+)\]\([^)]*\) *\| (\S+) *\| ([^|]*?) *\|/.exec(line) ?? []
    return name === undefined ? [] : [[name, { version: version!, license: license! }] as const]
  })
  return new Map(rows)
}
