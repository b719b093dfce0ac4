import { configFile, readModel, romaeFile } from '../model/model-files.ts'
import { nameOfPending, pendingName } from '../model/pending.ts'
import { parseFileChecksums } from '../model/romae-file.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { savedFiles } from '../model/to-files.ts'
import { sha256 } from '../sha256.ts'
import { namesIn, readFile, removeEntry, writeFile } from './folder.ts'
import type { DirectoryHandle } from './web-types.ts'

/**
 * Puts a model's files into a folder of the browser, in place of another model's, as in a folder of Node's
 * (docs/decisions/0016): what is new is written under names of its checksums; then `romae.json`, which knows those, is replaced
 * in one step; then the others are. At every moment the folder holds the model before, or the new one.
 */
export async function writeSaved(folder: DirectoryHandle, model: RomaeModel): Promise<void> {
  const { files, checksums } = savedFiles(model)
  const { [romaeFile]: own, ...others } = files
  const before = await checksumsIn(folder)
  const pending = Object.keys(others).map((name) => [name, pendingName(name, checksums[name]!)] as const)
  try {
    for (const [name, place] of pending) await writeFile(folder, place, others[name]!)
    await writeFile(folder, romaeFile, own!)
  } catch (cause) {
    for (const [name, place] of pending) {
      // The model before may wait for its place under this name.
      if (before[name] !== checksums[name]) await removeEntry(folder, place).catch(() => {})
    }
    throw cause
  }
  for (const [name, contents] of Object.entries(others)) await writeFile(folder, name, contents)
  for (const name of await namesIn(folder)) {
    if (Object.hasOwn(files, nameOfPending(name) ?? '')) await removeEntry(folder, name)
  }
}

async function checksumsIn(folder: DirectoryHandle): Promise<Readonly<Record<string, string>>> {
  const own = await readFile(folder, romaeFile)
  return own === null ? {} : parseFileChecksums(own)
}

/** Reads what was saved into a folder, here or in Node. @throws RomaeError `CHECKPOINT_UNREADABLE` */
export async function readSaved(folder: DirectoryHandle, place: string): Promise<RomaeModel> {
  const own = await readFile(folder, romaeFile)
  const checksums = own === null ? {} : parseFileChecksums(own)
  return readModel(place, async (name) => {
    if (name === romaeFile) return own
    const checksum = checksums[name]
    const contents = await readFile(folder, name)
    if (checksum === undefined || (contents !== null && sha256(contents) === checksum)) return contents
    // Where nothing is pending, a file with another checksum was put there on purpose.
    const pending = await readFile(folder, pendingName(name, checksum))
    if (pending === null || sha256(pending) === checksum) return pending ?? contents
    throw new Error('it is of another model, and of this one’s only a part is there: saving it was interrupted')
  })
}

/** Whether a folder holds a model, or one checkpoint. */
export function hasModel(names: readonly string[]): boolean {
  return names.includes(configFile) || names.some((name) => nameOfPending(name) === configFile)
}
