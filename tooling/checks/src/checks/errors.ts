import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Check, type Violation, violationsResult } from '../check.ts'
import { type ErrorCode, errorTableCodes } from '../error-table.ts'
import { readWorkspace, scriptFiles, type WorkspacePackage } from '../workspace.ts'

const pagesFolder = 'docs/errors'

/** Each code of each package's error table has its entry in the docs, and the docs list no other. */
export const errors: Check = {
  name: 'errors',
  description: 'error codes and their pages in docs/errors agree, and no code is used twice',
  async run(root) {
    const { packages } = await readWorkspace(root)
    const violations: Violation[] = []
    const owners = new Map<string, string>()
    for (const owner of packages) {
      violations.push(...strayTables(root, owner))
      const { codes, problems } = readTable(root, owner)
      violations.push(...problems, ...pageViolations(root, owner, codes))
      for (const { code, line } of codes) {
        const first = owners.get(code)
        const problem = `${code} is already a code of ${first}`
        if (first) violations.push({ path: tablePath(owner), line, rule: 'code-used-twice', problem })
        owners.set(code, owner.name)
      }
    }
    violations.push(...strayPages(root, packages))
    return violationsResult(violations, { count: owners.size, what: 'error codes' })
  },
}

function tablePath(owner: WorkspacePackage): string {
  // What packages share knows one kind of error, and beside its table the folder that makes tables.
  return `${owner.directory}/src/${owner.name === '@romae/internal' ? 'random/' : ''}errors.ts`
}

/** `@romae/app-timeseries` is described in `app-timeseries.md`. */
function pagePath(owner: WorkspacePackage): string {
  return `${pagesFolder}/${owner.name.replace(/^@romae\//, '')}.md`
}

function readTable(root: string, owner: WorkspacePackage): { codes: ErrorCode[]; problems: Violation[] } {
  const file = path.join(root, tablePath(owner))
  if (!existsSync(file)) return { codes: [], problems: [] }
  const { codes, unreadable } = errorTableCodes(file, readFileSync(file, 'utf8'))
  const problems: Violation[] = unreadable.map((line) => {
    return { path: tablePath(owner), line, rule: 'unreadable-table', problem: 'write each code out as CODE: (…) => …' }
  })
  for (const { code, line } of codes) {
    if (/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(code)) continue
    const problem = `${code} is not in SCREAMING_SNAKE_CASE with a prefix`
    problems.push({ path: tablePath(owner), line, rule: 'code-form', problem })
  }
  return { codes, problems }
}

/** Tables outside `src/errors.ts` would escape this check. Tests may make their own. */
function strayTables(root: string, owner: WorkspacePackage): Violation[] {
  const sources = scriptFiles(path.join(root, owner.directory)).filter((file) => !file.endsWith('.test.ts'))
  return sources.flatMap((file) => {
    if (`${owner.directory}/${file}` === tablePath(owner)) return []
    const { codes, unreadable } = errorTableCodes(file, readFileSync(path.join(root, owner.directory, file), 'utf8'))
    const problem = `error codes belong in ${tablePath(owner)}`
    const lines = [...codes.map(({ line }) => line), ...unreadable].slice(0, 1)
    return lines.map((line) => ({ path: `${owner.directory}/${file}`, line, rule: 'stray-table', problem }))
  })
}

/** Both ways: codes without an entry, and entries without a code or without words. */
function pageViolations(root: string, owner: WorkspacePackage, codes: readonly ErrorCode[]): Violation[] {
  const page = pagePath(owner)
  const file = path.join(root, page)
  const entries = existsSync(file) ? pageEntries(readFileSync(file, 'utf8')) : []
  const documented = new Set(entries.map(({ code }) => code))
  const defined = new Set(codes.map(({ code }) => code))
  const missing = codes.filter(({ code }) => !documented.has(code))
  const stale = entries.filter(({ code }) => !defined.has(code))
  const empty = entries.filter(({ words }) => words === 0)
  const repeated = entries.filter(({ code }, index) => entries.findIndex((entry) => entry.code === code) < index)
  return [
    ...missing.map(({ code, line }) => {
      return { path: tablePath(owner), line, rule: 'undocumented-code', problem: `${page} has no heading "## ${code}"` }
    }),
    ...stale.map(({ code, line }) => {
      return { path: page, line, rule: 'stale-entry', problem: `${tablePath(owner)} has no code ${code}` }
    }),
    ...empty.map(({ code, line }) => {
      return { path: page, line, rule: 'empty-entry', problem: `say when ${code} happens and what to do` }
    }),
    ...repeated.map(({ code, line }) => {
      return { path: page, line, rule: 'repeated-entry', problem: `${code} has two headings` }
    }),
  ]
}

/** The `## CODE` headings of a page, each with the number of words below it. */
function pageEntries(text: string): { code: string; line: number; words: number }[] {
  const lines = text.split(/\r?\n/)
  const starts = lines.flatMap((line, index) => (line.startsWith('## ') ? [index] : []))
  return starts.map((start, index) => {
    const body = lines.slice(start + 1, starts[index + 1]).join(' ')
    return { code: lines[start]!.slice(3).trim(), line: start + 1, words: body.split(/\s+/).filter(Boolean).length }
  })
}

function strayPages(root: string, owners: readonly WorkspacePackage[]): Violation[] {
  const folder = path.join(root, pagesFolder)
  if (!existsSync(folder)) return []
  const known = new Set([`${pagesFolder}/README.md`, ...owners.map(pagePath)])
  return readdirSync(folder)
    .map((file) => `${pagesFolder}/${file}`)
    .filter((file) => !known.has(file))
    .map((file) => ({ path: file, rule: 'stray-page', problem: 'no package has this name' }))
}
