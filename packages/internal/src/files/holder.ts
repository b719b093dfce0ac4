import { builtin } from '../platform/index.ts'
import { nodeModules } from './node-modules.ts'
import { readTextFile } from './read.ts'
import { replaceFile } from './replace-file.ts'

/** The process that has a lock, as it says itself. */
export interface Holder {
  readonly process: number
  readonly host: string
  /** ISO 8601. */
  readonly since: string
  readonly command: string
}

/** What else is written, to tell whether a process of that number is still the one. */
interface Identity {
  /** On Linux: the name space of process numbers, and when the process started by the clock of the kernel. */
  readonly space?: string
  readonly started?: string
}

type Note = Holder & Identity

/** The most bytes of a note that are read: a command line is shorter. */
const longest = 65_536

/** Writes who has the lock. */
export async function writeHolder(path: string, command: string): Promise<void> {
  const { hostname } = builtin('node:os')
  const since = new Date().toISOString()
  const note: Note = { process: process.pid, host: hostname(), since, command, ...(await identityOf(process.pid)) }
  await replaceFile(path, `${JSON.stringify(note, null, 2)}\n`, { flush: false })
}

/** Who has the lock; null where nobody says so in a way that can be understood. */
export async function readHolder(path: string): Promise<Note | null> {
  const { files } = await nodeModules()
  try {
    const found = await files.lstat(path)
    // Not through a link.
    if (!found.isFile()) return null
    const note = JSON.parse(await readTextFile(path, longest)) as Partial<Record<keyof Note, unknown>> | null
    const texts = [note?.host, note?.since, note?.command, note?.space ?? '', note?.started ?? '']
    const isNote = texts.every((text) => typeof text === 'string') && Number.isSafeInteger(note?.process)
    return isNote && (note as Note).process > 0 ? (note as Note) : null
  } catch {
    return null
  }
}

/**
 * Whether the process has ended, as far as it can be known from here: null for one on another machine, or in another container
 * of this one.
 */
export async function hasEnded(note: Note): Promise<boolean | null> {
  const { hostname } = builtin('node:os')
  const own = await identityOf(process.pid)
  if (note.host !== hostname() || note.space !== own.space) return null
  if (!isRunning(note.process)) return true
  const { started } = await identityOf(note.process)
  // Another process may have got its number since.
  return started !== undefined && note.started !== undefined && started !== note.started
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    // Another user's process cannot be signalled, but it is there.
    return (cause as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

async function identityOf(pid: number): Promise<Identity> {
  if (process.platform !== 'linux') return {}
  const { files } = await nodeModules()
  try {
    const [space, stat] = await Promise.all([
      files.readlink('/proc/self/ns/pid'),
      files.readFile(`/proc/${pid}/stat`, 'utf8'),
    ])
    // The second field is the program's name, in brackets, and may hold any character; the start is the 22nd.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return { space, ...(started !== undefined && { started }) }
  } catch {
    return {}
  }
}
