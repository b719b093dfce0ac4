import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Check, type Violation, violationsResult } from '../check.ts'
import { constantValue } from '../constant-value.ts'

const page = 'SECURITY.md'
/** A row of its table of limits: what is limited, the limit, the constant in the code. */
const row = /^\|[^|]*\|\s*([\d,]+)(?:\s+([kMG]i?B))?(?:\s[^|]*)?\|[^|]*\[`(\w+)`\]\(\.?\/?([^)\s]+)\)[^|]*\|/
const units: ReadonlyMap<string, number> = new Map([
  ['kB', 1e3],
  ['MB', 1e6],
  ['GB', 1e9],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
])

/** The limits that SECURITY.md promises are those of the code. */
export const security: Check = {
  name: 'security',
  description: 'the limits in SECURITY.md are those of the constants that it names',
  async run(root) {
    const lines = existsSync(path.join(root, page)) ? readFileSync(path.join(root, page), 'utf8').split('\n') : []
    const violations: Violation[] = []
    let count = 0
    for (const [index, text] of lines.entries()) {
      const match = row.exec(text)
      const [, figure, unit, name, file] = match ?? []
      if (figure === undefined || name === undefined || file === undefined) {
        // A row that this does not understand would be held to nothing.
        if (!/^\|.*\]\(.*\.[cm]?[jt]s\)/.test(text)) continue
        const problem = 'a limit is written: | what | 1,000 unit | [`CONSTANT`](./path/to/file.ts) |'
        violations.push({ path: page, line: index + 1, rule: 'limit-form', problem })
        continue
      }
      count += 1
      const limit = Number(figure.replaceAll(',', '')) * (unit === undefined ? 1 : units.get(unit)!)
      const problem = compare(root, file, name, limit)
      if (problem !== null) violations.push({ path: page, line: index + 1, rule: 'limit', problem })
    }
    return violationsResult(violations, { count, what: 'limits' })
  },
}

/** What is wrong with a limit; null where it is that of the code. */
function compare(root: string, file: string, name: string, limit: number): string | null {
  if (!existsSync(path.join(root, file))) return `${file} does not exist`
  const value = constantValue(file, readFileSync(path.join(root, file), 'utf8'), name)
  if (value === undefined) return `${file} has no constant ${name} that is a number`
  return value === limit ? null : `${name} is ${value}; the page says ${limit}`
}
