import { errors } from '../errors.ts'
import { mostBytes } from '../model/most-bytes.ts'
import { databaseFolder, oldDatabaseFolder } from './indexed-db-folder.ts'
import { inStorage, isNotFound, requireSecure, requireWeb } from './storage-error.ts'
import { canWriteFiles, type DirectoryHandle, type FileHandle, webNavigator } from './web-types.ts'

/** A folder: the path of one in the browser’s private files of this origin, or a handle, as of one that a user has picked. */
export type BrowserFolder = string | DirectoryHandle

/** Checks a folder that was given. @throws RomaeError `TRAINER_OPTION` */
export function checkFolder(key: string, folder: BrowserFolder): void {
  if (typeof folder === 'string' ? pathParts(folder) !== null : folder?.kind === 'directory') return
  const expected = 'the path of a folder, such as "runs/first", or a FileSystemDirectoryHandle'
  throw errors.TRAINER_OPTION({ key, got: folder, expected })
}

function pathParts(path: string): readonly string[] | null {
  const parts = path.split('/').filter((part) => part !== '')
  return parts.length === 0 || parts.some((part) => part === '.' || part === '..') ? null : parts
}

/** How messages and locks call a folder. */
export function folderName(folder: BrowserFolder): string {
  return typeof folder === 'string' ? pathParts(folder)!.join('/') : folder.name
}

/**
 * A folder that is there, or is made; null where there is none and none is to be made. A path is one of the browser’s private files
 * (OPFS), or where it has none that can be written, of its database.
 *
 * @throws RomaeError `TRAINER_NO_STORAGE`, `TRAINER_STORAGE_FULL`
 */
export async function openFolder(folder: BrowserFolder, create: boolean): Promise<DirectoryHandle | null> {
  if (typeof folder !== 'string') return folder
  const name = folderName(folder)
  requireSecure(name)
  return inStorage(name, async () => {
    const files = await privateFiles()
    // What was kept before the browser had private files stays where it is.
    const database = await (files === null ? databaseFolder() : oldDatabaseFolder())
    if (files === null) return follow(folder, requireWeb(database ?? undefined, name, 'place for files'), create)
    return (database && (await follow(folder, database, false))) ?? follow(folder, files, create)
  })
}

async function follow(path: string, root: DirectoryHandle, create: boolean): Promise<DirectoryHandle | null> {
  let handle: DirectoryHandle | null = root
  for (const part of pathParts(path)!) {
    handle = await subfolder(handle, part, create)
    if (handle === null) return null
  }
  return handle
}

/** The private files of this origin; null where there are none (WebKitGTK, private windows of Firefox), or none that can be written (Safari before 26). */
async function privateFiles(): Promise<DirectoryHandle | null> {
  const { storage } = webNavigator()
  if (storage?.getDirectory === undefined || !canWriteFiles()) return null
  try {
    return await storage.getDirectory()
  } catch (cause) {
    if ((cause as { readonly name?: unknown }).name === 'SecurityError') return null
    throw cause
  }
}

/** A folder in a folder; null where there is none and none is to be made. */
export async function subfolder(
  folder: DirectoryHandle,
  name: string,
  create = false,
): Promise<DirectoryHandle | null> {
  try {
    return await folder.getDirectoryHandle(name, { create })
  } catch (cause) {
    if (!create && isNotFound(cause)) return null
    throw cause
  }
}

/** All names in a folder, sorted. */
export async function namesIn(folder: DirectoryHandle): Promise<string[]> {
  const names: string[] = []
  for await (const name of folder.keys()) names.push(name)
  return names.sort()
}

/** What a file holds; null where there is none. */
export async function readFile(folder: DirectoryHandle, name: string): Promise<Uint8Array | null> {
  const file = await (await fileIn(folder, name))?.getFile()
  if (file === undefined) return null
  if (file.size > mostBytes(name)) throw new Error(`it has ${file.size} bytes, and at most ${mostBytes(name)} are read`)
  return new Uint8Array(await file.arrayBuffer())
}

/** A file in a folder; null where there is none. */
async function fileIn(folder: DirectoryHandle, name: string): Promise<FileHandle | null> {
  try {
    return await folder.getFileHandle(name)
  } catch (cause) {
    if (isNotFound(cause)) return null
    throw cause
  }
}

/**
 * Writes a file: it has its new content, whole, when the promise resolves, and what it had before until then.
 *
 * @param contents pieces that follow each other
 */
export async function writeFile(folder: DirectoryHandle, name: string, contents: readonly Uint8Array[]): Promise<void> {
  const isNew = (await fileIn(folder, name)) === null
  const handle = await folder.getFileHandle(name, { create: true })
  try {
    await writeInto(handle, contents)
  } catch (cause) {
    // Making its handle has made an empty file.
    if (isNew) await removeEntry(folder, name).catch(() => {})
    throw cause
  }
}

async function writeInto(handle: FileHandle, contents: readonly Uint8Array[]): Promise<void> {
  if (handle.createWritable === undefined) {
    const reason = 'this browser has no createWritable, by which files are written'
    throw errors.TRAINER_NO_STORAGE({ place: handle.name, reason })
  }
  const writable = await handle.createWritable()
  try {
    for (const piece of contents) await writable.write(unshared(piece))
    await writable.close()
  } catch (cause) {
    await writable.abort().catch(() => {})
    throw cause
  }
}

/** A browser writes no memory that threads share. */
function unshared(piece: Uint8Array): Uint8Array<ArrayBuffer> {
  return piece.buffer instanceof ArrayBuffer ? (piece as Uint8Array<ArrayBuffer>) : new Uint8Array(piece)
}

/** Removes a file, or a folder that is empty, where there is one. */
export async function removeEntry(folder: DirectoryHandle, name: string): Promise<void> {
  await folder.removeEntry(name).catch((cause: unknown) => {
    if (!isNotFound(cause)) throw cause
  })
}
