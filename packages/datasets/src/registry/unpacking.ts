import { NewFolder, readTextFile, replaceFile } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'
import { cannotWrite } from './cannot-write.ts'

/** Beside the data: the name of the folder that an archive is being unpacked into. */
const noteFile = 'unpacking.json'
/** As `NewFolder` names it: nobody can have foreseen it. */
const pattern = /^data\.[0-9a-f]{32}\.writing$/

/**
 * Begins the folder `data`, with a note of its name: what is unpacked has the names that an archive says, so that only the note
 * tells what is left of a process that was killed.
 *
 * @throws RomaeError `DATASETS_CANNOT_WRITE`
 */
export async function beginData(home: string): Promise<NewFolder> {
  await removeUnpacked(home)
  const { basename, join } = await import('node:path')
  try {
    const data = await NewFolder.begin(home, 'data')
    await replaceFile(join(home, noteFile), JSON.stringify({ folder: basename(data.path) }))
    return data
  } catch (cause) {
    return cannotWrite(home, cause as Error)
  }
}

/** Removes the note, and the folder that it names where that is there still. */
export async function removeUnpacked(home: string): Promise<void> {
  const [{ lstat, rm }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')])
  const folder = await readNote(join(home, noteFile))
  if (folder === null) return
  const place = join(home, folder)
  // A link is not followed.
  const found = await lstat(place).catch(() => null)
  if (found?.isDirectory()) await rm(place, { recursive: true })
  await rm(join(home, noteFile), { force: true })
}

/** Of the note, which holds a name. */
const mostNoteBytes = 2 ** 16

/** The folder's name; null where there is no note, or none that this package wrote. */
async function readNote(path: string): Promise<string | null> {
  try {
    const note = parseJson(await readTextFile(path, mostNoteBytes)) as { readonly folder?: unknown } | null
    return typeof note?.folder === 'string' && pattern.test(note.folder) ? note.folder : null
  } catch {
    return null
  }
}
