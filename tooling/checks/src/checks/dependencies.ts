import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Check, type Violation, violationsResult } from '../check.ts'
import { type Dependency, dependenciesOf } from '../dependencies/list.ts'
import { pageFile, rowsOf } from '../dependencies/page.ts'

/** Licences under which a package may be built upon by anyone, sold or not. */
const free = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'NIST-Software',
  'Zlib',
]

/** The page of dependencies is that of what is installed, and none has a licence that would bind users. */
export const dependencies: Check = {
  name: 'dependencies',
  description: `${pageFile} has every package that published ones need, with its version and licence`,
  async run(root) {
    const place = path.join(root, pageFile)
    const page = existsSync(place) ? readFileSync(place, 'utf8') : ''
    const all = await dependenciesOf(root)
    return violationsResult(wrongRows(all, page), { count: all.length, what: 'dependencies' })
  },
}

/** What is not true in a page. */
export function wrongRows(all: readonly Dependency[], page: string): Violation[] {
  const rows = rowsOf(page)
  const wrong = (rule: string, problem: string): Violation => ({ path: pageFile, rule, problem })
  const known = new Set(all.map(({ name }) => name))
  const gone = [...rows.keys()].filter((name) => !known.has(name))
  return [
    ...all.flatMap(({ name, version, license }) => {
      const row = rows.get(name)
      const isFree = license
        .replace(/[()]/g, '')
        .split(/ (?:OR|AND|or) /)
        .every((one) => free.includes(one))
      return [
        ...(isFree ? [] : [wrong('licence', `${name} is under ${license}: ask before it is built upon`)]),
        ...(row?.version === version && row.license === license
          ? []
          : [wrong('row', `${name} ${version}, ${license}, is not there as that: run pnpm dependencies`)]),
      ]
    }),
    ...gone.map((name) => wrong('row', `${name} is no dependency: run pnpm dependencies`)),
  ]
}
