import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import read from '@changesets/read'
import { readWorkspace } from '../workspace.ts'
import { joinSections, releaseNotes } from './notes.ts'
import { hasAny, type Registry } from './registry.ts'

const run = promisify(execFile)

/**
 * Turns the waiting changesets into versions, changelogs, and the notes of the release, `docs/releases/VERSION.md`. Before anything
 * was published, the version is the first one again, whatever was written meanwhile.
 *
 * @returns the version of all packages
 */
export async function writeVersion(root: string, registry: Registry): Promise<string> {
  const changes = await read(root)
  const published = (await readWorkspace(root)).packages.filter((owner) => owner.published)
  const versionNow = published[0]!.manifest.version
  if (changes.length === 0) return versionNow
  if (!(await hasAny(registry, 'romae'))) {
    for (const { directory } of published) await setVersion(path.join(root, directory), '0.0.0')
  }
  await run(process.execPath, [path.join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], { cwd: root })
  const [first] = (await readWorkspace(root)).packages.filter((owner) => owner.published)
  const { version } = first!.manifest
  for (const { directory } of published) {
    const file = path.join(root, directory, 'CHANGELOG.md')
    await writeFile(file, joinSections(await readFile(file, 'utf8'), version))
  }
  const folder = path.join(root, 'docs/releases')
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, `${version}.md`), releaseNotes(version, changes))
  return version
}

async function setVersion(folder: string, version: string): Promise<void> {
  const file = path.join(folder, 'package.json')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/^ {2}"version": ".*"/m, `  "version": "${version}"`))
}
