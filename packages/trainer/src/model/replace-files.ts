import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../checkpoints/checksums.ts'
import { type FolderFiles, flushFolder, piecesOf, writeFlushed } from '../checkpoints/durable-folder.ts'

/** Where contents with this SHA-256 are before they get the name of their file: whoever knows the checksum finds them. */
export function pendingName(name: string, checksum: string): string {
  return `${name}.${checksum.slice(0, 16)}.tmp`
}

const pendingPattern = /^(.*)\.[0-9a-f]{16}\.tmp$/

/**
 * Writes files into a folder, which is made if need be. All are written beside their places and flushed before the first
 * is renamed: whatever fails until then leaves every file as it was. What fails later leaves those that have not got their
 * names where they are, whole, until the next time.
 *
 * @param files contents by name, in the order in which they get their names
 * @param checksums those that are known already: SHA-256 by name
 */
export async function replaceFiles(
  folder: string,
  files: FolderFiles,
  checksums: Readonly<Record<string, string>> = {},
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const places = Object.entries(files).map(([name, contents]) => {
    const checksum = checksums[name] ?? sha256(...piecesOf(contents))
    return { path: join(folder, name), pending: join(folder, pendingName(name, checksum)), contents }
  })
  const written: string[] = []
  let renamed = 0
  try {
    for (const { pending, contents } of places) {
      written.push(pending)
      await writeFlushed(pending, contents, 'w')
    }
    for (const { path, pending } of places) {
      await rename(pending, path)
      renamed++
    }
    await flushFolder(folder)
  } catch (cause) {
    // What failed is what the caller has to know.
    if (renamed === 0) for (const pending of written) await rm(pending, { force: true }).catch(() => {})
    throw cause
  }
  // What a process that was killed has left.
  for (const entry of await readdir(folder)) {
    const name = pendingPattern.exec(entry)?.[1]
    if (name !== undefined && Object.hasOwn(files, name)) await rm(join(folder, entry), { force: true })
  }
}
