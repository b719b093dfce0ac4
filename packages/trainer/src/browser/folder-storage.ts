import type { CheckpointFiles, CheckpointStorage } from '../checkpoints/checkpoint-storage.ts'
import { checksumFile, readVerified } from '../checkpoints/checksums.ts'
import { isStepName } from '../checkpoints/find-checkpoint.ts'
import { checkpointFileNames } from '../checkpoints/known-files.ts'
import { errors } from '../errors.ts'
import {
  type BrowserFolder,
  checkFolder,
  folderName,
  namesIn,
  openFolder,
  readFile,
  removeEntry,
  subfolder,
  writeFile,
} from './folder.ts'
import { inStorage } from './storage-error.ts'
import { webLock } from './web-lock.ts'
import type { DirectoryHandle } from './web-types.ts'

/** A file of this name says that the checkpoint of the name before it is being written, or removed. */
const unfinished = '.unfinished'
/** Holds what is to come into the place of a checkpoint, until it is there. */
const replacement = '.replacement'
/** Chromium writes a file of a picked folder under its name with this, and leaves that behind if it ends meanwhile. */
const swap = '.crswap'

/**
 * Checkpoints in a folder of the browser: of its private files, which no other site sees, or one that its user has picked. Files and
 * checksums are those that `folderStorage` of `@romae/trainer/node` writes. A checkpoint appears whole or not at all; a run
 * of another tab is kept out; only files that a run has written are replaced and removed.
 *
 * @param folder a path, such as `runs/first`, which is made if need be; or a `FileSystemDirectoryHandle`
 * @throws RomaeError `TRAINER_OPTION`; its methods `TRAINER_NO_STORAGE`, `TRAINER_STORAGE_FULL`, `TRAINER_FOREIGN_FILES`
 */
export function folderStorage(folder: BrowserFolder): CheckpointStorage {
  checkFolder('folder', folder)
  const place = folderName(folder)
  const locate = (checkpoint?: string) => (checkpoint === undefined ? place : `${place}/${checkpoint}`)
  const opened = () => openFolder(folder, false)
  const made = async () => (await openFolder(folder, true))!
  return {
    locate,
    lock: () => webLock(typeof folder === 'string' ? `folder ${place}` : `picked folder ${place}`),
    prepare: () =>
      inStorage(place, async () => {
        const handle = await made()
        await refuseForeign(handle, locate)
        await tidyUp(handle, locate)
        await writeFile(handle, `trial${unfinished}`, [])
        await removeEntry(handle, `trial${unfinished}`)
      }),
    list: () =>
      inStorage(place, async () => {
        const handle = await opened()
        return handle === null ? [] : finishedIn(await namesIn(handle))
      }),
    read: (checkpoint, file) =>
      inStorage(locate(checkpoint), async () => {
        const handle = await opened()
        const inside = handle && (await subfolder(handle, checkpoint))
        return inside && readFile(inside, file)
      }),
    replace: (checkpoint, files) =>
      inStorage(locate(checkpoint), async () => replaceCheckpoint(await made(), checkpoint, files)),
    remove: (checkpoint) =>
      inStorage(locate(checkpoint), async () => {
        const handle = await opened()
        if (handle !== null) await removeCheckpoint(handle, checkpoint)
      }),
  }
}

const finishedIn = (names: readonly string[]) =>
  names.filter((name) => isStepName(name) && !names.includes(`${name}${unfinished}`))

/** While what was there is written over, what is to come lies beside it, whole. */
async function replaceCheckpoint(folder: DirectoryHandle, name: string, files: CheckpointFiles): Promise<void> {
  if ((await subfolder(folder, name)) === null) return orNothing(folder, name, files)
  const beside = `${name}${replacement}`
  await orNothing(folder, beside, files)
  // Where this fails, `tidyUp` ends it.
  await writeCheckpoint(folder, name, files)
  await removeCheckpoint(folder, beside)
}

/** Writes what is not there yet; where that fails it is gone, and leaves its room to others. */
async function orNothing(folder: DirectoryHandle, name: string, files: CheckpointFiles): Promise<void> {
  try {
    await writeCheckpoint(folder, name, files)
  } catch (cause) {
    await removeCheckpoint(folder, name).catch(() => {})
    throw cause
  }
}

async function writeCheckpoint(folder: DirectoryHandle, name: string, files: CheckpointFiles): Promise<void> {
  await writeFile(folder, `${name}${unfinished}`, [])
  const inside = await folder.getDirectoryHandle(name, { create: true })
  for (const [file, contents] of Object.entries(files)) await writeFile(inside, file, contents)
  await removeEntry(folder, `${name}${unfinished}`)
}

/** Removes what a run has written of a checkpoint; the folder stays where there is more in it. */
async function removeCheckpoint(folder: DirectoryHandle, name: string): Promise<void> {
  const inside = await subfolder(folder, name)
  if (inside !== null) {
    // Where there is no room for it, what is left of a checkpoint is not whole, and passed over for that.
    await writeFile(folder, `${name}${unfinished}`, []).catch(() => {})
    const names = (await namesIn(inside)).sort((name) => (name === checksumFile ? -1 : 1))
    for (const file of names.filter(isOurs)) await removeEntry(inside, file)
    if (names.every(isOurs)) await removeEntry(folder, name)
  }
  await removeEntry(folder, `${name}${unfinished}`)
}

function isOurs(file: string): boolean {
  const name = file.endsWith(swap) ? file.slice(0, -swap.length) : file
  return (checkpointFileNames as readonly string[]).includes(name)
}

/** @throws RomaeError `TRAINER_FOREIGN_FILES` */
async function refuseForeign(folder: DirectoryHandle, locate: CheckpointStorage['locate']): Promise<void> {
  const found: string[] = []
  for (const name of await namesIn(folder)) {
    const step = name.endsWith(replacement) ? name.slice(0, -replacement.length) : name
    const inside = isStepName(step) ? await subfolder(folder, name) : null
    const names = inside === null ? [] : await namesIn(inside)
    found.push(...names.filter((file) => !isOurs(file)).map((file) => `${locate(name)}/${file}`))
  }
  if (found.length > 0) throw errors.TRAINER_FOREIGN_FILES({ folder: locate(), found })
}

/** Ends what a tab that was closed or has crashed had begun. */
async function tidyUp(folder: DirectoryHandle, locate: CheckpointStorage['locate']): Promise<void> {
  const names = await namesIn(folder)
  const has = (name: string) => names.includes(name)
  const steps = names.map((name) => name.split('.')[0]!).filter(isStepName)
  for (const name of new Set(steps)) {
    const beside = `${name}${replacement}`
    if (has(`${name}${unfinished}`)) {
      const next = has(beside) && !has(`${beside}${unfinished}`) ? await wholeIn(folder, beside, locate) : null
      if (next === null) await removeCheckpoint(folder, name)
      else await writeCheckpoint(folder, name, next)
    }
    if (has(beside) || has(`${beside}${unfinished}`)) await removeCheckpoint(folder, beside)
  }
}

/** All files of a checkpoint, verified; null where it is not whole. */
async function wholeIn(
  folder: DirectoryHandle,
  name: string,
  locate: CheckpointStorage['locate'],
): Promise<CheckpointFiles | null> {
  const inside = (await subfolder(folder, name))!
  const read = (file: string) => readFile(inside, file)
  const verified = await readVerified({ place: locate(name), read }, [])
  if (!verified.whole) return null
  const files = Object.fromEntries([...verified.files].map(([file, contents]) => [file, [contents]]))
  return { ...files, [checksumFile]: [(await read(checksumFile))!] }
}
