import { type Holder, hasEnded, readHolder, writeHolder } from './holder.ts'
import { nodeModules } from './node-modules.ts'

/** What a process has while it is the only one. */
export interface Lock {
  /** Whether it was taken away: its folder was removed, or the machine slept for so long that another process took over. */
  readonly isLost: boolean
  /** Gives it back. */
  release(): Promise<void>
}

/** Another process has it. */
export interface Taken {
  /** Null where it does not say who it is. */
  readonly holder: Holder | null
  /** The lock: a folder, which is to be removed where its holder is known to be gone. */
  readonly path: string
}

/** The lock of a folder, which has to be there; that of a file, whose folder has to. */
export async function lockPath(place: string, kind: 'folder' | 'file'): Promise<string> {
  const { path } = await nodeModules()
  return kind === 'folder' ? path.join(place, '.lock') : path.join(path.dirname(place), `.${path.basename(place)}.lock`)
}

/** What locks leave in a folder, if a process was killed. */
export function isLockName(name: string): boolean {
  return name === '.lock' || name === '.lock.json' || name === '.lock.turn'
}

/** A holder of whom nothing is known renews its lock; it is gone where it has not done so for so many milliseconds. */
const stale = 600_000
/** How long a process may take to look who has a lock, and to take it. */
const turn = 10_000
/** The least and the most time from one try for a turn to the next. */
const nextTry = { from: 20, to: 40 }

/**
 * Takes a lock for as long as this process runs, or until it is released. It is a folder that only one process can make
 * (`proper-lockfile`), with a note beside it of who that is. A process that has ended without releasing its lock does not have
 * it any more: on this machine that is known by its number and start, of another it is taken for granted ten minutes after it
 * has last renewed its lock.
 *
 * @param path as `lockPath` gives it
 * @param command shown to others
 * @throws the system's errors; Error where something else has the lock's name: a file, a link, a folder that is not empty
 */
export async function tryLock(path: string, command: string): Promise<Lock | Taken> {
  const { default: lockfile } = await import('proper-lockfile')
  const [note, turnPath] = [`${path}.json`, `${path}.turn`]
  for (const own of [path, turnPath]) await requireFolder(own)
  // Looking who has the lock, and taking it from one who is gone, is one process's turn.
  const endTurn = await takeTurn(turnPath)
  try {
    if (!(await makeRoom(path, note))) return { holder: await readHolder(note), path }
    let isLost = false
    const unlock = await lockfile.lock(path, {
      lockfilePath: path,
      realpath: false,
      stale,
      update: stale / 20,
      onCompromised: () => {
        isLost = true
      },
    })
    abandoned.delete(path)
    try {
      await writeHolder(note, command)
    } catch (cause) {
      // On a full disk: a lock that says nothing of its holder would keep everybody out.
      await unlock().catch(() => abandoned.add(path))
      throw cause
    }
    return {
      get isLost() {
        return isLost
      },
      async release() {
        // A lost lock is another's by now.
        if (isLost) return
        const { files } = await nodeModules()
        // What cannot be removed names a process that has ended, and so keeps nobody out.
        await files.rm(note, { force: true }).catch(() => {})
        await unlock().catch(() => abandoned.add(path))
      },
    }
  } finally {
    await endTurn().catch(() => {})
  }
}

/**
 * Waits for a turn. Who was killed in its turn has it until it is stale. What else fails, as on a disk that is read-only, would
 * fail again.
 */
async function takeTurn(turnPath: string): Promise<() => Promise<void>> {
  const { default: lockfile } = await import('proper-lockfile')
  const until = Date.now() + 1.5 * turn
  while (true) {
    try {
      return await lockfile.lock(turnPath, {
        lockfilePath: turnPath,
        realpath: false,
        stale: turn,
        onCompromised: () => {},
      })
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ELOCKED' || Date.now() > until) throw cause
      const wait = nextTry.from + (nextTry.to - nextTry.from) * Math.random()
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

/** Locks that this process has released and could not remove, as on a disk that was read-only then. */
const abandoned = new Set<string>()

/** @returns whether nobody has the lock any more */
async function makeRoom(path: string, note: string): Promise<boolean> {
  const { files } = await nodeModules()
  const found = await files.lstat(path).catch(() => null)
  if (found === null) return true
  if (abandoned.has(path)) {
    await files.rmdir(path)
    return true
  }
  const holder = await readHolder(note)
  const ended = holder === null ? null : await hasEnded(holder)
  if (ended === false || (ended === null && Date.now() - found.mtimeMs < stale)) return false
  await files.rmdir(path)
  return true
}

/** A link is not followed, and what is no folder is no lock. */
async function requireFolder(path: string): Promise<void> {
  const { files } = await nodeModules()
  const found = await files.lstat(path).catch(() => null)
  if (found !== null && !found.isDirectory()) throw new Error(`${path} has the name of a lock and is none; remove it`)
}
