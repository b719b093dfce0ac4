import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import read from '@changesets/read'
import { readWorkspace } from '../workspace.ts'
import { joinSections, leadToNotes, releaseNotes } from './notes.ts'
import { hasAny, type Registry } from './registry.ts'

const run = promisify(execFile)

/**
 * Turns the waiting changesets into versions, changelogs, and the notes of the release, `docs/releases/VERSION.md`: those that are there
 * already were written by hand, stay, and are all that changelogs name. Before anything was published, the version is the first one
 * again, whatever was written meanwhile.
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
  const folder = path.join(root, 'docs/releases')
  const notes = path.join(folder, `${version}.md`)
  const isByHand = existsSync(notes)
  for (const { directory } of published) {
    const file = path.join(root, directory, 'CHANGELOG.md')
    const changelog = joinSections(await readFile(file, 'utf8'), version)
    await writeFile(file, isByHand ? leadToNotes(changelog, version, addressOfNotes(version)) : changelog)
  }
  if (isByHand) return version
  await mkdir(folder, { recursive: true })
  await writeFile(notes, releaseNotes(version, changes))
  return version
}

async function setVersion(folder: string, version: string): Promise<void> {
  const file = path.join(folder, 'package.json')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/^ {2}"version": ".*"/m, `  "version": "${version}"`))
}

/** At the tag of the version, from a package that is read anywhere. */
function addressOfNotes(version: string): string {
  return `https://github.com/romae/romae/blob/v${version}/docs/releases/${version}.md`
}
