import type { FileHandle } from 'node:fs/promises'
import { nodeModules } from './node-modules.ts'
import { findReplaced } from './replaced.ts'
import { temporaryName } from './temporary-name.ts'

/** How a file is written. */
export interface WriteOptions {
  /** Whether it is still there after a power cut (default); false for what is made anew where it is lost. */
  readonly flush?: boolean
  /** Whether it is this user's, and nobody else may read it, also when it is complete; default false. */
  readonly private?: boolean
}

/** The most that is written by one system call, which takes less than 2^31 bytes. */
const maxChunkBytes = 2 ** 30

/**
 * A file that is being written. It has a temporary name beside its place, which nobody could foresee, and is open to nobody
 * else until it is complete; then it is given its name, in place of whatever has it. Nothing is written through a link.
 */
export class NewFile {
  readonly #handle: FileHandle
  readonly #mode: number
  readonly #flush: boolean
  #path: string

  private constructor(handle: FileHandle, path: string, mode: number, flush: boolean) {
    this.#handle = handle
    this.#path = path
    this.#mode = mode
    this.#flush = flush
  }

  /**
   * Begins a file that is to stand at a path, whose folder is there. It gets the rights of the file that it replaces, else
   * those that any new file gets.
   *
   * @throws the system's errors; Error where there is a folder, a FIFO, a socket or a device
   */
  static async begin(target: string, options: WriteOptions = {}): Promise<NewFile> {
    const { flush = true, private: isPrivate = false } = options
    const { files, path } = await nodeModules()
    const found = await findReplaced(target)
    const replaced = isPrivate ? null : found
    const temporary = path.join(path.dirname(target), await temporaryName(path.basename(target)))
    // Made as any new file is, it shows the rights that one gets here: asking for the umask would, for a moment, set it for
    // the whole process.
    const handle = await files.open(temporary, 'wx', replaced === null && !isPrivate ? 0o666 : 0o600)
    try {
      const mode = replaced?.mode ?? (await handle.stat()).mode & 0o777
      await handle.chmod(0o600)
      // A superuser's file stays its user's. For others that is so already, or cannot be.
      if (replaced !== null) await handle.chown(replaced.uid, replaced.gid).catch(() => {})
      return new NewFile(handle, temporary, mode, flush)
    } catch (cause) {
      await handle.close()
      await files.rm(temporary, { force: true }).catch(() => {})
      throw cause
    }
  }

  async write(piece: string | Uint8Array): Promise<void> {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
    for (let written = 0; written < bytes.length; ) {
      const size = Math.min(bytes.length - written, maxChunkBytes)
      written += (await this.#handle.write(bytes, written, size)).bytesWritten
    }
  }

  /** Ends the writing: flushed to the disk, with its rights, still under its temporary name. */
  async complete(): Promise<void> {
    await this.#handle.chmod(this.#mode)
    if (this.#flush) await this.#handle.sync()
    await this.#handle.close()
  }

  /** Gives a complete file a name in its folder's file system, in place of what has it; and, later, another one. */
  async moveTo(path: string): Promise<void> {
    const { files } = await nodeModules()
    await files.rename(this.#path, path)
    this.#path = path
  }

  /** Removes it, under the name that it has. What failed before is what the caller has to know: nothing is thrown. */
  async abandon(): Promise<void> {
    const { files } = await nodeModules()
    await this.#handle.close().catch(() => {})
    await files.rm(this.#path, { force: true }).catch(() => {})
  }
}
