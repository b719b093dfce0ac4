import type { Stats } from 'node:fs'
import { nodeModules } from './node-modules.ts'

/** What a file that is replaced hands on to the new one. */
export interface Replaced {
  /** The rights of reading, writing and executing: never set-uid and its kind. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/**
 * Looks at what has a name that is to be given to a new file. A symbolic link is not followed: it is replaced as if nothing
 * were there.
 *
 * @returns null where no file is
 * @throws Error for what cannot be replaced by a file: a folder; or must not be, as it is there to be read by somebody: a
 *   FIFO, a socket, a device
 */
export async function findReplaced(path: string): Promise<Replaced | null> {
  const { files } = await nodeModules()
  const found = await files.lstat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    throw cause
  })
  if (found === null || found.isSymbolicLink()) return null
  if (!found.isFile()) throw notAFile(path, found)
  return { mode: found.mode & 0o777, uid: found.uid, gid: found.gid }
}

/** Says what a path is instead of a file. */
export function notAFile(path: string, found: Stats): Error {
  return new Error(`${path} is ${kindOf(found)}, and no file: remove it, or choose another place`)
}

/** What something that is no file is, in words. */
export function kindOf(found: Stats): string {
  const kinds = [
    [found.isSymbolicLink(), 'a symbolic link'],
    [found.isDirectory(), 'a folder'],
    [found.isFIFO(), 'a FIFO'],
    [found.isSocket(), 'a socket'],
  ] as const
  return kinds.find(([is]) => is)?.[1] ?? 'a device'
}
