import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { repositoryRoot } from '../workspace.ts'
import { dependenciesOf } from './list.ts'
import { dependenciesPage, pageFile, type Released } from './page.ts'

/** What `pnpm dependencies` runs. */
const dependencies = await dependenciesOf(repositoryRoot)
const released: Record<string, Released> = {}
for (const { name, version } of dependencies) {
  const words = ['view', name, 'time', 'dist-tags.latest', '--json']
  const found = JSON.parse(execFileSync('npm', words, { encoding: 'utf8' })) as {
    readonly time: Readonly<Record<string, string>>
    readonly 'dist-tags.latest': string
  }
  const day = (of: string) => found.time[of]?.slice(0, 10) ?? ''
  released[name] = { version: day(version), newest: day(found['dist-tags.latest']) }
}
writeFileSync(path.join(repositoryRoot, pageFile), dependenciesPage(dependencies, released))
