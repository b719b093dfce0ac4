import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A file's contents, whole or in pieces that follow each other: large ones need not be in memory twice. */
export type FileContents = string | Uint8Array | readonly Uint8Array[]

/** Contents by name. */
export type FolderFiles = Readonly<Record<string, FileContents>>

/** Ends the names of folders that are not there yet, or not there any more. */
const unfinished = ['.writing', '.removing'] as const
const [writing, removing] = unfinished

/** Makes a folder, with those above it, so that it is still there after a power cut. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await flushFolder(dirname(made))
}

/**
 * Writes a folder of files that appears whole or not at all: it is written under another name, every file and the folder
 * are flushed to the disk, and only then does it get its name. What had that name before is removed afterwards.
 *
 * @returns its path
 */
export async function writeFolder(parent: string, name: string, files: FolderFiles): Promise<string> {
  const path = join(parent, name)
  const temporary = path + writing
  await rm(temporary, { recursive: true, force: true })
  try {
    await mkdir(temporary)
    for (const [file, contents] of Object.entries(files)) await writeFlushed(join(temporary, file), contents, 'wx')
    await flushFolder(temporary)
    await removeFolder(parent, name)
    await rename(temporary, path)
    await flushFolder(parent)
  } catch (cause) {
    // What failed is what the caller has to know; a rest that cannot be removed either is removed by the next run.
    await rm(temporary, { recursive: true, force: true }).catch(() => {})
    throw cause
  }
  return path
}

/** Removes a folder so that it is never seen with only some of its files. */
export async function removeFolder(parent: string, name: string): Promise<void> {
  const doomed = join(parent, name + removing)
  await rm(doomed, { recursive: true, force: true })
  try {
    await rename(join(parent, name), doomed)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return
    throw cause
  }
  await rm(doomed, { recursive: true })
}

/** Removes what a process that was killed has left of these folders. */
export async function removeUnfinished(parent: string, isName: (name: string) => boolean): Promise<void> {
  for (const entry of await readdir(parent)) {
    const suffix = unfinished.find((end) => entry.endsWith(end))
    if (suffix !== undefined && isName(entry.slice(0, -suffix.length))) {
      await rm(join(parent, entry), { recursive: true, force: true })
    }
  }
}

/**
 * Writes a file, and flushes it to the disk.
 *
 * @param flag `wx`: it must not be there yet; `w`: what is there is replaced
 */
export async function writeFlushed(path: string, contents: FileContents, flag: 'w' | 'wx'): Promise<void> {
  const file = await open(path, flag)
  try {
    // Each goes on where the one before it ended.
    for (const piece of piecesOf(contents)) await file.writeFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The contents as a list of pieces. */
export function piecesOf(contents: FileContents): readonly (string | Uint8Array)[] {
  return typeof contents === 'string' || contents instanceof Uint8Array ? [contents] : contents
}

/** Flushes the names in a folder. Windows has no such call, and does not need it. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
