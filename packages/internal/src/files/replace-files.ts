import { type FolderFiles, piecesOf } from './contents.ts'
import { flushFolder, makeFolder } from './folders.ts'
import { removeFiles } from './known.ts'
import { NewFile } from './new-file.ts'
import { nodeModules } from './node-modules.ts'
import { nameOfTemporary } from './temporary-name.ts'

/**
 * Writes files beside their places in a folder, whole and flushed, without giving any its name.
 *
 * @returns the complete files by name; where one cannot be written, none is left
 */
export async function stageFiles(folder: string, contents: FolderFiles): Promise<ReadonlyMap<string, NewFile>> {
  const { path } = await nodeModules()
  const staged = new Map<string, NewFile>()
  try {
    for (const [name, content] of Object.entries(contents)) {
      const file = await NewFile.begin(path.join(folder, name))
      staged.set(name, file)
      for (const piece of piecesOf(content)) await file.write(piece)
      await file.complete()
    }
  } catch (cause) {
    for (const file of staged.values()) await file.abandon()
    throw cause
  }
  return staged
}

/**
 * Writes files into a folder that no other process writes to, and that is made if need be. All are written beside their places
 * and flushed before the first is given its name, in the order given: whatever fails until then leaves every file as it was.
 */
export async function replaceFiles(folder: string, contents: FolderFiles): Promise<void> {
  const { path } = await nodeModules()
  await makeFolder(folder)
  const staged = await stageFiles(folder, contents)
  const waiting = new Set(staged.values())
  try {
    for (const [name, file] of staged) {
      await file.moveTo(path.join(folder, name))
      waiting.delete(file)
    }
    await flushFolder(folder)
  } catch (cause) {
    for (const file of waiting) await file.abandon()
    throw cause
  }
  await removeLeftovers(folder, Object.keys(contents))
}

/** Removes what a process that was killed has left of files of these names, in a folder that no other process writes to. */
export function removeLeftovers(folder: string, names: readonly string[]): Promise<void> {
  return removeFiles(folder, (entry) => names.includes(nameOfTemporary(entry) ?? ''))
}
