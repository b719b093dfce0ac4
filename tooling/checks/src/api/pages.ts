import { existsSync } from 'node:fs'
import path from 'node:path'
import { readWorkspace } from '../workspace.ts'
import { namesPage } from './names-page.ts'
import { apiReports, entryPoints } from './reports.ts'

/** Where the pages are, relative to the root. */
export const apiFolder = 'docs/api'

/**
 * What `docs/api` has to hold for the built packages.
 *
 * @returns texts by the names of files
 * @throws Error where a package is not built
 */
export async function apiPages(root: string): Promise<Map<string, string>> {
  const entries = entryPoints((await readWorkspace(root)).packages)
  const absent = entries.find(({ declarations }) => !existsSync(path.join(root, declarations)))
  if (absent) throw new Error(`${absent.declarations} is not there: run pnpm build first`)
  const reports = await apiReports(root, entries)
  return new Map([...reports, ['README.md', namesPage(entries, reports)]])
}
