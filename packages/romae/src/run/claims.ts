import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isOutput, type Lock, lockPath, makeFolder, type Taken, tryLock } from '@romae/internal/files'
import { errors } from '../errors.ts'

/** The kind of place that a command locks. */
export type Place = 'folder' | 'file'

/** The locks of one command on the folders and files that it writes. */
export class Claims {
  readonly #command: string
  readonly #locks = new Map<string, Lock>()

  /** @param command as others are shown it */
  constructor(command: string) {
    this.#command = command
  }

  /**
   * Keeps others out of a folder, or from a file, until `release`; once more does nothing.
   *
   * @throws RomaeError `APP_LOCKED`, `APP_CANNOT_WRITE`
   */
  async claim(path: string, place: Place): Promise<void> {
    // What the process was given to write to has no folder for a lock, and needs none.
    if (place === 'file' && isOutput(path)) return
    const key = await lockPath(path, place)
    if (!this.#locks.has(key)) this.#locks.set(key, requireLock(path, await lock(path, place, this.#command)))
  }

  /** Never throws: a lock that cannot be removed names a process that has ended, and is taken over. */
  async release(): Promise<void> {
    for (const lock of this.#locks.values()) await lock.release()
    this.#locks.clear()
  }
}

/** How long a command waits for another one that is about to be done, in milliseconds. */
const patience = 30_000

/**
 * Runs a short operation on a file, such as appending to it, under a lock, one command after another.
 *
 * @throws RomaeError `APP_LOCKED` where another one takes half a minute, `APP_CANNOT_WRITE`
 */
export async function inTurn<Result>(path: string, command: string, use: () => Promise<Result>): Promise<Result> {
  const until = performance.now() + patience
  let taken = await lock(path, 'file', command)
  while (!('release' in taken) && performance.now() < until) {
    await sleep(100)
    taken = await lock(path, 'file', command)
  }
  const own = requireLock(path, taken)
  try {
    return await use()
  } finally {
    await own.release()
  }
}

async function lock(path: string, place: Place, command: string): Promise<Lock | Taken> {
  try {
    await makeFolder(place === 'folder' ? path : dirname(path))
    return await tryLock(await lockPath(path, place), command)
  } catch (cause) {
    throw errors.APP_CANNOT_WRITE({ path, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
}

function requireLock(path: string, lock: Lock | Taken): Lock {
  if ('release' in lock) return lock
  throw errors.APP_LOCKED({ path, lock: lock.path, holder: lock.holder })
}
