import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type FolderFiles, flushFolder, writeFlushed } from '../checkpoints/durable-folder.ts'

/**
 * Writes files into a folder, which is made if need be. All are written beside their places and flushed before the first
 * is renamed: whatever fails until then leaves every file as it was.
 *
 * @param files contents by name
 */
export async function replaceFiles(folder: string, files: FolderFiles): Promise<void> {
  await mkdir(folder, { recursive: true })
  const places = Object.entries(files).map(([name, contents]) => {
    const path = join(folder, name)
    return { path, temporary: `${path}.${process.pid}.tmp`, contents }
  })
  const written: string[] = []
  try {
    for (const { temporary, contents } of places) {
      written.push(temporary)
      await writeFlushed(temporary, contents, 'w')
    }
    for (const { path, temporary } of places) await rename(temporary, path)
    await flushFolder(folder)
  } catch (cause) {
    // What failed is what the caller has to know.
    for (const temporary of written) await rm(temporary, { force: true }).catch(() => {})
    throw cause
  }
}
