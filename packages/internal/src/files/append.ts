import type { FileHandle } from 'node:fs/promises'
import type { WriteOptions } from './new-file.ts'
import { nodeModules } from './node-modules.ts'
import { notAFile } from './replaced.ts'

/**
 * Appends text or bytes to a file, which is made if need be. Nothing is appended through a symbolic link, or to what is no file.
 *
 * @param options with `flush` (not the default) all that was appended until now is still there after a power cut
 * @throws the system's errors; Error for a link, a FIFO, a socket or a device
 */
export async function appendTo(
  path: string,
  content: string | Uint8Array,
  { flush = false }: WriteOptions = {},
): Promise<void> {
  const { fs } = await nodeModules()
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  // Synchronous: a line takes microseconds, which is less than handing it to a thread would.
  const file = openFile(path, fs)
  try {
    for (let written = 0; written < bytes.length; ) written += fs.writeSync(file, bytes, written)
    if (flush) await new Promise<void>((done, fail) => fs.fdatasync(file, (cause) => (cause ? fail(cause) : done())))
  } finally {
    fs.closeSync(file)
  }
}

/** Opens a file that is there to go on with it, as {@link appendTo} would. */
export async function openToAppend(path: string): Promise<FileHandle> {
  const { fs, files } = await nodeModules()
  const file = await files.open(path, appending(fs.constants)).catch((cause) => refuse(path, fs, cause))
  try {
    const found = await file.stat()
    if (!found.isFile()) throw notAFile(path, found)
    return file
  } catch (cause) {
    await file.close()
    throw cause
  }
}

type Fs = typeof import('node:fs')

function openFile(path: string, fs: Fs): number {
  let file: number
  try {
    file = fs.openSync(path, appending(fs.constants) | fs.constants.O_CREAT, 0o666)
  } catch (cause) {
    return refuse(path, fs, cause)
  }
  const found = fs.fstatSync(file)
  if (found.isFile()) return file
  fs.closeSync(file)
  throw notAFile(path, found)
}

/** Not through a link, and without waiting for the reader of a FIFO; Windows knows neither flag. */
function appending({ O_WRONLY, O_APPEND, O_NOFOLLOW = 0, O_NONBLOCK = 0 }: Fs['constants']): number {
  return O_WRONLY | O_APPEND | O_NOFOLLOW | O_NONBLOCK
}

/** What could not be opened, by what it is, where that is the reason: the system's words are no help. */
function refuse(path: string, fs: Fs, cause: unknown): never {
  const found = fs.lstatSync(path, { throwIfNoEntry: false })
  throw found === undefined || found.isFile() ? cause : notAFile(path, found)
}
