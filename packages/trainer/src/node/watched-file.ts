import { stat } from 'node:fs/promises'
import { openToRead, readFrom } from '@romae/internal/files'
import { mostTextBytes } from '../model/most-bytes.ts'

/** A file's contents, and whether it still has its name. */
export interface WatchedFile {
  readonly contents: Uint8Array
  /** Whether the name has been this file's all the time, also where another one had the same contents. */
  isStillThere(): Promise<boolean>
  close(): Promise<void>
}

/** Reads a file that others may replace by renaming; null where it cannot be read. */
export async function readWatched(path: string): Promise<WatchedFile | null> {
  const file = await openToRead(path).catch(() => null)
  if (file === null) return null
  const { handle, size } = file
  try {
    if (size > mostTextBytes) throw new Error('it is no text file of a model')
    const [contents, opened] = [await readFrom(handle, size), await handle.stat({ bigint: true })]
    return {
      contents,
      async isStillThere() {
        // The number of a file that is open is given to no other one.
        const named = await stat(path, { bigint: true }).catch(() => null)
        return named !== null && named.dev === opened.dev && named.ino === opened.ino
      },
      close: () => handle.close(),
    }
  } catch {
    await handle.close()
    return null
  }
}
