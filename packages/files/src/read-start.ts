import { nodeModules } from './node-modules.ts'
import { openToRead, readFrom } from './read.ts'

/**
 * The first of a file, as text: to tell by what it holds whether it is ours. Nothing is read through a link, or of what is no
 * file.
 *
 * @param most bytes
 * @returns null where no file is
 * @throws the system's errors
 */
export async function readStart(path: string, most: number): Promise<string | null> {
  const { files } = await nodeModules()
  const found = await files.lstat(path).catch(() => null)
  if (found === null || !found.isFile()) return null
  const { handle, size } = await openToRead(path)
  try {
    return new TextDecoder().decode(await readFrom(handle, Math.min(size, most)))
  } finally {
    await handle.close()
  }
}
