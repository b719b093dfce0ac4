import type { Stats } from 'node:fs'
import { chmod, constants, mkdir, open, stat } from 'node:fs/promises'

/** Mode bits: write permission of everybody but the owner. */
const OTHERS_WRITE = 0o022
/** Mode bits: all permissions of everybody but the owner. */
const OTHERS = 0o077

/** Creates a folder that only this user can enter, if it does not exist. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

/**
 * Why anyone but this user and the superuser may have written to a folder; undefined if nobody can have.
 *
 * @param tighten whether to take the permissions of others from a folder of this user
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
 * Reads a file that only this user or the superuser can have written.
 *
 * @param others whether to ignore the permissions of others, as in a folder that they cannot enter
 * @throws the system's errors; Error for a symbolic link, for anything but a file, and for a file that others may write
 */
export async function readPrivateFile(path: string, { others = false } = {}): Promise<Buffer> {
  // Without O_NONBLOCK, opening a FIFO would wait. Windows has neither flag.
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  try {
    // The open file's status: another file may have its name by now.
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
