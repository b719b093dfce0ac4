import { checks } from './registry.ts'
import { repositoryRoot } from './workspace.ts'

/**
 * `pnpm check` lists the checks; `pnpm check NAME …` runs some of them; `pnpm check --all` runs every one.
 *
 * Each prints one line on standard output, its figure last. What a failing check found, and
 * what a check lists, goes to standard error.
 */
async function main(wanted: readonly string[]): Promise<number> {
  if (wanted.length === 0) {
    const width = Math.max(...checks.map(({ name }) => name.length))
    for (const { name, description } of checks) console.log(`${name.padEnd(width)}  ${description}`)
    return 0
  }
  const unknown = wanted.filter((name) => name !== '--all' && !checks.some((check) => check.name === name))
  if (unknown.length > 0) {
    console.error(`no check "${unknown.join('", "')}"; there are: ${checks.map(({ name }) => name).join(', ')}`)
    return 2
  }
  let failures = 0
  for (const check of checks) {
    if (!wanted.includes('--all') && !wanted.includes(check.name)) continue
    const { ok, figure, details = [], listing = [] } = await check.run(repositoryRoot)
    for (const line of listing) console.error(`  ${line}`)
    if (!ok) {
      failures += 1
      for (const detail of details) console.error(`  ${detail}`)
    }
    console.log(`${check.name} ${ok ? 'passed' : 'FAILED'}, ${figure}`)
  }
  return failures === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
