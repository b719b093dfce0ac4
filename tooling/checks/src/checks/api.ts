import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { apiFolder, apiPages } from '../api/pages.ts'
import { type Check, type Violation, violationsResult } from '../check.ts'

/** What users can import is under version control: a change of it is seen in a diff, and is meant. */
export const api: Check = {
  name: 'api',
  description: 'docs/api tells every public name and declaration of the built packages (pnpm build first)',
  async run(root) {
    const pages = await apiPages(root)
    const folder = path.join(root, apiFolder)
    const there = existsSync(folder) ? readdirSync(folder) : []
    const violations: Violation[] = [...new Set([...there, ...pages.keys()])].sort().flatMap((file) => {
      const place = { path: `${apiFolder}/${file}`, rule: 'not-as-built' }
      const wanted = pages.get(file)
      if (wanted === undefined) return [{ ...place, problem: 'no entry point has this report: run pnpm api' }]
      if (!there.includes(file)) return [{ ...place, problem: 'is missing: run pnpm api' }]
      const line = firstDifference(readFileSync(path.join(folder, file), 'utf8'), wanted)
      return line === null ? [] : [{ ...place, ...line, problem: `the packages have "${line.text}": run pnpm api` }]
    })
    return violationsResult(violations, { count: pages.size, what: 'pages' })
  },
}

/** The first line, counted from 1, in which two texts differ, and what the second has there. */
function firstDifference(written: string, wanted: string): { line: number; text: string } | null {
  if (written === wanted) return null
  const [before, after] = [written.split('\n'), wanted.split('\n')]
  const index = after.findIndex((line, at) => line !== before[at])
  return index < 0 ? { line: after.length + 1, text: '' } : { line: index + 1, text: after[index]! }
}
