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
async function readStart(path: string, most: number): Promise<string | null> {
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

/** Whether a file that begins with this text is ours. What it throws means no. */
export type IsOurs = (text: string) => boolean

/**
 * The files in a folder that would be replaced, by name, and that are not ours. A link is none: it is replaced, and what it
 * points to stays.
 *
 * @param tests by the file's name
 * @param most bytes of a file that are looked at
 * @returns paths
 * @throws the system's errors
 */
export async function foreignAmong(
  folder: string,
  tests: Readonly<Record<string, IsOurs>>,
  most: number,
): Promise<string[]> {
  const { join } = (await nodeModules()).path
  const foreign: string[] = []
  for (const [name, isOurs] of Object.entries(tests)) {
    const path = join(folder, name)
    const text = await readStart(path, most)
    if (text !== null && !passes(isOurs, text)) foreign.push(path)
  }
  return foreign
}

function passes(isOurs: IsOurs, text: string): boolean {
  try {
    return isOurs(text)
  } catch {
    return false
  }
}
