import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { begin, end } from './checks/options.ts'
import { optionTable } from './option-table.ts'
import { readWorkspace, repositoryRoot } from './workspace.ts'

/** What `pnpm options` runs: writes the tables of options in READMEs anew, as `pnpm check options` wants them. */
for (const { directory } of (await readWorkspace(repositoryRoot)).packages) {
  const page = path.join(repositoryRoot, directory, 'README.md')
  if (!existsSync(page)) continue
  const lines = readFileSync(page, 'utf8').split('\n')
  const written: string[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!
    written.push(line)
    const [, file, name] = begin.exec(line) ?? []
    if (file === undefined || name === undefined) continue
    const schemas = await import(pathToFileURL(path.join(repositoryRoot, directory, file)).href)
    const after = lines.indexOf(end, index)
    if (schemas[name] === undefined || after === -1) throw new Error(`${page}: no ${name} in ${file}, or no ${end}`)
    written.push('', ...optionTable(schemas[name]), '', end)
    index = after
  }
  writeFileSync(page, written.join('\n'))
}
