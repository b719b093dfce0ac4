import { builtin } from '../platform/index.ts'
import { type FileContents, piecesOf } from './contents.ts'
import { flushFolder } from './folders.ts'
import { NewFile, type WriteOptions } from './new-file.ts'
import { nodeModules } from './node-modules.ts'

/** What a file can be made of. Pieces that come one by one are written as they come; the first is asked for late. */
type Source = FileContents | AsyncIterable<Uint8Array>

/** Names that every process has for what it was given to write to. Only a superuser can put anything else there. */
const outputs = /^(\/dev\/(stdout|stderr|null|tty|fd\/\d+)|\/proc\/self\/fd\/\d+)$/

/** Whether a path is what a process was given to write to, such as `/dev/stdout`, and so is written to as it is. */
export function isOutput(path: string): boolean {
  return outputs.test(path)
}

/**
 * Writes a file in place of the one that is there, if any: at every moment, and after a power cut, the one or the other is
 * there, whole. It is written to a new file in the same folder, whose name nobody could foresee and which nobody else may
 * read until it is complete, and which then gets the name. After an error what was there is untouched, and nothing is left
 * behind.
 *
 * A symbolic link is replaced and never followed: what it points to stays as it is. What a process was given to write to
 * (`/dev/stdout`, `/dev/stderr`, `/dev/null`, `/dev/tty`, `/dev/fd/3`) is written to as it is.
 *
 * @throws the system's errors; Error where there is a folder, a FIFO, a socket or a device; what `contents` throws
 */
export async function replaceFile(place: string | URL, contents: Source, options: WriteOptions = {}): Promise<void> {
  const { path } = await nodeModules()
  const target = path.resolve(place instanceof URL ? builtin('node:url').fileURLToPath(place) : place)
  if (isOutput(target)) {
    await writeToOutput(target, contents)
    return
  }
  await placeFile(target, contents, options)
  if (options.flush !== false) await flushFolder(path.dirname(target))
}

/** The same of a path that is no output, without flushing its folder. */
export async function placeFile(target: string, contents: Source, options: WriteOptions = {}): Promise<void> {
  const file = await NewFile.begin(target, options)
  try {
    for await (const piece of partsOf(contents)) await file.write(piece)
    await file.complete()
    await file.moveTo(target)
  } catch (cause) {
    await file.abandon()
    throw cause
  }
}

async function writeToOutput(target: string, contents: Source): Promise<void> {
  const { fs, files } = await nodeModules()
  // A file that the shell has opened is gone on with, not begun anew.
  const output = await files.open(target, fs.constants.O_WRONLY | fs.constants.O_APPEND)
  try {
    for await (const piece of partsOf(contents)) await output.writeFile(piece)
  } finally {
    await output.close()
  }
}

function partsOf(contents: Source): Iterable<string | Uint8Array> | AsyncIterable<Uint8Array> {
  return typeof contents === 'object' && Symbol.asyncIterator in contents ? contents : piecesOf(contents)
}
