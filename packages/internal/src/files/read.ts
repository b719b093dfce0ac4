import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { nodeModules } from './node-modules.ts'
import { kindOf } from './replaced.ts'

/** What is to be read is no file: a folder, a FIFO, a socket or a device. */
export class NotAFile extends Error {
  /** Whether somebody may be writing into it: a FIFO, as process substitution is one, or a socket. */
  readonly isStream: boolean

  constructor(found: Stats) {
    super(`it is ${kindOf(found)}, and only files are read`)
    this.isStream = found.isFIFO() || found.isSocket()
  }
}

/** A file that is open, and its size in bytes at that time. */
export interface OpenFile {
  readonly handle: FileHandle
  readonly size: number
}

/**
 * Opens a file to read it; the caller closes the handle. A FIFO, which would have to wait for somebody to write, and all
 * that is no file is refused at once.
 *
 * @throws NotAFile, and the system's errors
 */
export async function openToRead(path: string | URL): Promise<OpenFile> {
  const { fs, files } = await nodeModules()
  // Opened without waiting and looked at when open: looked at before, it could be another one by then. Windows knows
  // neither flag.
  const { O_RDONLY, O_NONBLOCK = 0, O_NOCTTY = 0 } = fs.constants
  const handle = await files.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
  try {
    const found = await handle.stat()
    if (!found.isFile()) throw new NotAFile(found)
    return { handle, size: found.size }
  } catch (cause) {
    await handle.close()
    throw cause
  }
}

/**
 * A whole file.
 *
 * @param limit the most bytes that it may have
 * @throws Error for a larger one, NotAFile, and the system's errors
 */
export async function readFile(path: string | URL, limit: number): Promise<Uint8Array> {
  const { handle, size } = await openToRead(path)
  try {
    if (size > limit) throw new Error(`it has ${size} bytes, and at most ${limit} are read`)
    return await readFrom(handle, size)
  } finally {
    await handle.close()
  }
}

/** Looks whether a file can be read, for a library that opens it by its name. @throws NotAFile, and the system's errors */
export async function requireFile(path: string | URL): Promise<void> {
  const { handle } = await openToRead(path)
  await handle.close()
}

/** The text of a whole file in UTF-8, as {@link readFile} reads it; what is malformed becomes U+FFFD. */
export async function readTextFile(path: string | URL, limit: number): Promise<string> {
  return new TextDecoder().decode(await readFile(path, limit))
}

/** A file in pieces of 64 kB, closed however the reading ends. @throws NotAFile, and the system's errors */
export async function* readPieces(path: string | URL): AsyncGenerator<Uint8Array> {
  const { handle } = await openToRead(path)
  yield* handle.createReadStream()
}

/** The most that is read by one system call, which takes less than 2^31 bytes. */
const maxChunkBytes = 2 ** 30

/**
 * The first bytes of an open file: as many as are asked for, also where it has grown in the meantime, or as many as there
 * are.
 */
export async function readFrom(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size)
  let got = 0
  while (got < size) {
    const { bytesRead } = await handle.read(bytes, got, Math.min(size - got, maxChunkBytes), got)
    if (bytesRead === 0) return bytes.subarray(0, got)
    got += bytesRead
  }
  return bytes
}
