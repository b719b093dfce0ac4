import { join } from 'node:path'
import {
  type FolderFiles,
  flushFolder,
  hasContents,
  makeFolder,
  removeFiles,
  removeLeftovers,
  stageFiles,
} from '@romae/internal/files'
import { errors } from '../errors.ts'
import { configFile, readModel, romaeFile } from '../model/model-files.ts'
import { nameOfPending, pendingName } from '../model/pending.ts'
import { parseFileChecksums } from '../model/romae-file.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { savedFiles } from '../model/to-files.ts'
import { sha256 } from '../sha256.ts'
import { readModelFile } from './read-file.ts'
import { readWatched } from './watched-file.ts'

/**
 * Puts a model's files into a folder, in place of another model's. All that change are written and flushed under names that
 * nobody looks for; whole, they get names by which `readSaved` finds them, of their checksums; then `romae.json` gets its
 * name, which knows those checksums; then the others get theirs. At every moment the folder holds the model before, or the
 * new one, and never files of both.
 */
export async function writeSaved(folder: string, model: RomaeModel): Promise<void> {
  const { files, checksums } = savedFiles(model)
  await makeFolder(folder)
  const before = await checksumsIn(folder)
  const { [romaeFile]: own, ...staged } = Object.fromEntries(await stageFiles(folder, await changed(folder, files)))
  const unneeded = new Set([...Object.values(staged), ...(own === undefined ? [] : [own])])
  try {
    for (const [name, file] of Object.entries(staged)) {
      await file.moveTo(join(folder, pendingName(name, checksums[name]!)))
      // The model before may have this file, too, and need it from now on.
      if (before[name] === checksums[name]) unneeded.delete(file)
    }
    // Flushed in the order in which they have to be on the disk.
    await flushFolder(folder)
    await own?.moveTo(join(folder, romaeFile))
    unneeded.clear()
    await flushFolder(folder)
    for (const [name, file] of Object.entries(staged)) await file.moveTo(join(folder, name))
    await flushFolder(folder)
  } catch (cause) {
    for (const file of unneeded) await file.abandon()
    throw cause
  }
  await removeLeftovers(folder, Object.keys(files))
  const isPending = (entry: string) => Object.hasOwn(files, nameOfPending(entry) ?? '')
  // The model before may have had a file that this one has not.
  await removeFiles(folder, (entry) => isPending(entry) || (entry === configFile && !Object.hasOwn(files, entry)))
}

/** The files that are not there as they are to be. */
async function changed(folder: string, files: FolderFiles): Promise<FolderFiles> {
  const kept = await Promise.all(
    Object.entries(files).map(async ([name, contents]) => {
      return (await hasContents(join(folder, name), contents)) ? [] : [[name, contents] as const]
    }),
  )
  return Object.fromEntries(kept.flat())
}

/** What the `romae.json` that is there says of the files beside it. */
async function checksumsIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const own = await readIfThere(join(folder, romaeFile))
  return own === null ? {} : parseFileChecksums(own)
}

/** How often a model is read again that is replaced while it is read. */
const attempts = 10

/**
 * Reads what `writeSaved` or the PyTorch reference wrote.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`
 */
export async function readSaved(folder: string): Promise<RomaeModel> {
  const path = join(folder, romaeFile)
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const own = await readWatched(path)
    try {
      const result = await readModel(folder, (name) => readPart(folder, name, own?.contents ?? null)).then(
        (model) => ({ model }),
        (error: unknown) => ({ error }),
      )
      const isSame = own === null ? (await readIfThere(path)) === null : await own.isStillThere()
      if (!isSame) continue
      if ('error' in result) throw result.error
      return result.model
    } finally {
      await own?.close()
    }
  }
  throw errors.CHECKPOINT_UNREADABLE({
    path: folder,
    reason: `it was replaced ${attempts} times while it was read`,
  })
}

const readIfThere = (path: string): Promise<Uint8Array | null> => readModelFile(path).catch(() => null)

/** A file of the model that `romae.json`, whose contents are given where there is one, describes. */
async function readPart(folder: string, name: string, own: Uint8Array | null): Promise<Uint8Array> {
  const place = join(folder, name)
  if (name === romaeFile) return own ?? readModelFile(place)
  const checksum = own === null ? undefined : parseFileChecksums(own)[name]
  if (checksum === undefined) return readModelFile(place)
  const pending = await readIfThere(join(folder, pendingName(name, checksum)))
  const isWhole = (contents: Uint8Array) => sha256(contents) === checksum
  if (pending !== null && isWhole(pending)) return pending
  const contents = await readModelFile(place)
  // Where nothing is pending, a file with another checksum was put there on purpose. Earlier versions wrote pending files
  // under the names by which they are found: a process that was killed may have left a part of one.
  if (pending === null || isWhole(contents)) return contents
  throw new Error('it is of another model, and of this one’s only a part is there: saving it was interrupted')
}
