import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Writes files into a folder, which is made if need be. All are written beside their places and flushed before the first
 * is renamed: whatever fails until then leaves every file as it was.
 *
 * @param files contents by name
 */
export async function replaceFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const places = Object.entries(files).map(([name, contents]) => {
    const path = join(folder, name)
    return { path, temporary: `${path}.${process.pid}.tmp`, contents }
  })
  const written: string[] = []
  try {
    for (const { temporary, contents } of places) {
      const file = await open(temporary, 'w')
      written.push(temporary)
      try {
        await file.writeFile(contents)
        await file.sync()
      } finally {
        await file.close()
      }
    }
    for (const { path, temporary } of places) await rename(temporary, path)
  } catch (cause) {
    for (const temporary of written) await rm(temporary, { force: true })
    throw cause
  }
}
