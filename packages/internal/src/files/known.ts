import { nodeModules } from './node-modules.ts'
import { nameOfTemporary } from './temporary-name.ts'

/** What may stand in a folder that is ours, by name: files, and folders with what may stand in these. */
export interface Known {
  readonly isFile: (name: string) => boolean
  /** What may stand in a folder of this name; null for one that is not ours. */
  readonly folder?: (name: string) => Known | null
}

/** Files of these names, and what a process that was killed has left of them. */
export function filesNamed(names: readonly string[]): Known['isFile'] {
  return (entry) => names.includes(nameOfTemporary(entry) ?? entry)
}

/** What a system puts into folders by itself: neither ours nor anybody's, so it stays and is not spoken of. */
const ofTheSystem: readonly string[] = ['.DS_Store', 'Thumbs.db', 'desktop.ini']

/**
 * Looks for what is not known in a folder that is to be removed or replaced. Nothing is followed: a symbolic link is not
 * known, whatever its name, and neither is a file in a folder's place.
 *
 * @returns paths, a folder that is not known as one; none where nothing is there
 * @throws the system's errors
 */
export function findUnknown(place: string, known: Known): Promise<string[]> {
  return goThrough(place, known, {})
}

/**
 * Removes the files that are known, one by one, and the folders that are empty then. Nothing else is touched, and nothing
 * followed.
 *
 * @returns what was not known, as `findUnknown` does: it is where it was
 * @throws the system's errors
 */
export async function removeKnown(place: string, known: Known): Promise<string[]> {
  const { files } = await nodeModules()
  return goThrough(place, known, { ofFile: (file) => files.rm(file, { force: true }), ofFolder: removeEmpty })
}

/** What is done with what is known. */
interface Steps {
  readonly ofFile?: (file: string) => Promise<void>
  /** When all that it holds was gone through, and is known. */
  readonly ofFolder?: (folder: string) => Promise<void>
}

async function goThrough(place: string, known: Known, steps: Steps): Promise<string[]> {
  const { path } = await nodeModules()
  const entries = await entriesOf(place)
  if (entries === null) return []
  if (entries === 'no folder') return [place]
  const unknown: string[] = []
  for (const { name, kind } of entries) {
    const entry = path.join(place, name)
    const below = kind === 'folder' ? (known.folder?.(name) ?? null) : null
    if (below !== null) unknown.push(...(await goThrough(entry, below, steps)))
    else if (kind === 'file' && known.isFile(name)) await steps.ofFile?.(entry)
    else unknown.push(entry)
  }
  if (unknown.length === 0) await steps.ofFolder?.(place)
  return unknown
}

/** Removes the files of a folder that have such names, and no link or folder that has one. */
export async function removeFiles(folder: string, isName: (name: string) => boolean): Promise<void> {
  const { files, path } = await nodeModules()
  for (const entry of await files.readdir(folder, { withFileTypes: true })) {
    if (entry.isFile() && isName(entry.name)) await files.rm(path.join(folder, entry.name), { force: true })
  }
}

/** Removes a folder that is empty; one that is not stays. */
export async function removeEmpty(place: string): Promise<void> {
  const { files } = await nodeModules()
  await files.rmdir(place).catch((cause: NodeJS.ErrnoException) => {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(cause.code ?? '')) throw cause
  })
}

interface Entry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'other'
}

/** What stands in a folder, in order of names; null where nothing is. */
async function entriesOf(place: string): Promise<readonly Entry[] | 'no folder' | null> {
  const { files } = await nodeModules()
  const found = await files.lstat(place).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null
    throw cause
  })
  if (found === null) return null
  if (!found.isDirectory()) return 'no folder'
  const entries = await files.readdir(place, { withFileTypes: true })
  return entries
    .filter(({ name }) => !ofTheSystem.includes(name))
    .map((entry): Entry => {
      return { name: entry.name, kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other' }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
