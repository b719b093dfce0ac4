import type { Stats } from 'node:fs'
import { chmod, constants, mkdir, open, stat } from 'node:fs/promises'

/** Rights to write of everybody but the owner. */
const OTHERS_WRITE = 0o022
/** All rights of everybody but the owner. */
const OTHERS = 0o077

/** Makes a folder that is this user's alone, where there is none. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

/**
 * Why others than this user, and the superuser, can have put something into a folder; undefined where they cannot.
 *
 * @param tighten whether rights that others have in this user's folder are taken from them
 * @throws the system's errors
 */
export async function strangersInFolder(folder: string, tighten: boolean): Promise<string | undefined> {
  const found = await stat(folder)
  if (tighten && found.uid === process.getuid?.() && (found.mode & OTHERS) !== 0) {
    await chmod(folder, 0o700)
    return strangersHand(await stat(folder))
  }
  return strangersHand(found)
}

/**
 * Reads a file that nobody else can have written.
 *
 * @param others whether rights of others do not matter, as in a folder that they cannot enter
 * @throws the system's errors; Error for a symbolic link, for what is no file, and for a file of somebody else's hand
 */
export async function readPrivateFile(path: string, { others = false } = {}): Promise<Buffer> {
  // A FIFO would be waited for. Windows has neither of the two flags.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    // Of what is open, whatever has the name by now.
    const found = await file.stat()
    if (!found.isFile()) throw new Error('it is no file')
    const problem = others ? strangersOwn(found) : strangersHand(found)
    if (problem !== undefined) throw new Error(`it ${problem}`)
    return await file.readFile()
  } finally {
    await file.close()
  }
}

function strangersHand(found: Stats): string | undefined {
  const mayWrite = process.getuid !== undefined && (found.mode & OTHERS_WRITE) !== 0
  return strangersOwn(found) ?? (mayWrite ? 'may be written by others' : undefined)
}

function strangersOwn({ uid }: Stats): string | undefined {
  // On Windows, rights come from the folders above: a user's folder is that user's.
  const user = process.getuid?.()
  return user === undefined || uid === user || uid === 0 ? undefined : `belongs to another user (${uid})`
}
