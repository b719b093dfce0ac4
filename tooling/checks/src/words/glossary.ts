/** A row of the glossary: what a thing is called here, and names that it must not have. */
export interface Term {
  readonly term: string
  /** Identifiers as they stand in code; a star at the end stands for any letters: `averageDecay`, `fromReference*`. */
  readonly avoid: readonly string[]
}

/**
 * The table below the heading "Glossary" of CONTRIBUTING.md: `| term | meaning | not |`. In the last column names between
 * backticks are identifiers that the code must not have; other words there are for people.
 *
 * @throws Error without that heading
 */
export function readGlossary(page: string): Term[] {
  const from = page.search(/^## Glossary$/m)
  if (from < 0) throw new Error('CONTRIBUTING.md has no heading "## Glossary"')
  const section = page.slice(from).split(/^## (?!Glossary)/m)[0]!
  const rows = section.split('\n').filter((line) => /^\|(?! ?-| term )/.test(line))
  return rows.map((row) => {
    const cells = row.split('|').map((cell) => cell.trim())
    const avoid = [...(cells[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
    return { term: cells[1]!.replaceAll('`', ''), avoid }
  })
}

/** Whether an identifier is one of those that a term replaces. */
export function avoids({ avoid }: Term, identifier: string): boolean {
  return avoid.some((name) => (name.endsWith('*') ? identifier.startsWith(name.slice(0, -1)) : identifier === name))
}
