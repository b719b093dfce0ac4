import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Check, type Violation, violationsResult } from '../check.ts'
import { optionLines } from '../option-lines.ts'
import { optionTable } from '../option-table.ts'
import { readWorkspace, scriptFiles } from '../workspace.ts'

/** The most lines of packages and apps that declare options; lower it where it falls, and raise it for new options alone. */
export const MOST_LINES = 3200

/** Options are declared once: pages show what the schema says, and declarations do not grow unseen. */
export const options: Check = {
  name: 'options',
  description: `tables of options in READMEs are those of the schemas, which take at most ${MOST_LINES} lines`,
  async run(root) {
    const violations: Violation[] = []
    let lines = 0
    for (const { directory } of (await readWorkspace(root)).packages) {
      if (!/^(?:packages|apps)\//.test(directory)) continue
      const page = path.posix.join(directory, 'README.md')
      if (existsSync(path.join(root, page))) violations.push(...(await wrongTables(root, directory, page)))
      for (const file of scriptFiles(path.join(root, directory))) {
        if (!file.startsWith('src/') || /\.test\.[cm]?ts$|(?:^|\/)testing\//.test(file)) continue
        lines += optionLines(readFileSync(path.join(root, directory, file), 'utf8'))
      }
    }
    if (lines > MOST_LINES) {
      const problem = `${lines} lines declare options, and ${MOST_LINES} may: declare an option once (option-lines.ts counts)`
      violations.push({ path: 'packages', rule: 'option-lines', problem })
    }
    return violationsResult(violations, { count: lines, what: 'lines that declare options' })
  },
}

/** Before a table of options in a page: of which file's which schema. */
export const begin = /^<!-- options: (\S+) (\w+) -->$/
export const end = '<!-- /options -->'

/** A table stands between `<!-- options: src/options.ts NAME -->` and `<!-- /options -->`. */
async function wrongTables(root: string, directory: string, page: string): Promise<Violation[]> {
  const text = readFileSync(path.join(root, page), 'utf8').split('\n')
  const violations: Violation[] = []
  for (const [index, start] of text.entries()) {
    const [, file, name] = begin.exec(start) ?? []
    if (file === undefined || name === undefined) continue
    const schemas = await import(pathToFileURL(path.join(root, directory, file)).href)
    const wanted = ['', ...(schemas[name] === undefined ? [] : optionTable(schemas[name])), '', end]
    const at = wanted.findIndex((line, offset) => text[index + 1 + offset] !== line)
    if (at === -1 && schemas[name] !== undefined) continue
    const problem = schemas[name] === undefined ? `${file} exports no ${name}` : `must say: ${wanted[at]}`
    violations.push({ path: page, line: index + 2 + at, rule: 'option-table', problem })
  }
  return violations
}
