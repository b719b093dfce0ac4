import { lstat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  filesNamed,
  findUnknown,
  isLockName,
  type Known,
  nameOfUnfinished,
  removeEmpty,
  removeKnown,
} from '@romae/internal/files'
import { isStepName } from '../checkpoints/find-checkpoint.ts'
import { checkpointFileNames } from '../checkpoints/known-files.ts'
import { modelFileNames, romaeFile } from '../model/model-files.ts'
import { nameOfPending } from '../model/pending.ts'
import { cardFile } from '../model/saved-card.ts'
import { isGeneratedCard } from './model-card.ts'
import { lockRun } from './run-lock.ts'

/** What a run writes into the folder of one of its checkpoints. */
export const checkpointFiles: Known = { isFile: filesNamed([...checkpointFileNames]) }

/** What it writes into its `checkpointFolder`, beside its lock. */
const runFiles: Known = {
  isFile: () => false,
  folder: (name) => (isStepName(nameOfUnfinished(name) ?? name) ? checkpointFiles : null),
}

const isNoLock = (path: string) => !isLockName(basename(path))

/**
 * What `saveModel` writes, and what its user keeps beside. The reference and others have files of the same names: they are ours
 * with a `romae.json`, which gets its name before the others and, in alphabetical order, loses it after them.
 */
async function modelFilesIn(folder: string, beside: readonly string[]): Promise<Known> {
  // A card that somebody has written into is theirs.
  const isCardOurs = await isGeneratedCard(join(folder, cardFile), false).catch(() => false)
  const names = [...modelFileNames, ...(isCardOurs ? [cardFile] : []), ...beside]
  const isOurs = await lstat(join(folder, romaeFile)).then(
    (found) => found.isFile(),
    () => false,
  )
  const isFile = filesNamed(names)
  return {
    isFile: (name) => (isOurs || !names.includes(name)) && (isFile(name) || names.includes(nameOfPending(name) ?? '')),
  }
}

async function knownIn({ kind, folder, beside = [] }: SavedFolder): Promise<Known> {
  return kind === 'run' ? runFiles : modelFilesIn(folder, beside)
}

/** A folder that this package has filled. */
export interface SavedFolder {
  /** The `checkpointFolder` of a run, or the folder of a model, as `saveModel` takes it. */
  readonly kind: 'run' | 'model'
  readonly folder: string
  /** Of a model: names of files that belong to it, too. */
  readonly beside?: readonly string[]
}

/**
 * What stands in a folder, or in its place, that this package did not write: files and folders of other names, links. None
 * where nothing is there. To be looked at before `removeSaved`, for a folder that may be somebody else's.
 *
 * @returns paths
 * @throws the system's errors
 */
export async function foreignFiles(saved: SavedFolder): Promise<readonly string[]> {
  return (await findUnknown(saved.folder, await knownIn(saved))).filter(isNoLock)
}

/**
 * Removes the checkpoints of a run, or a model, and the folder if it is empty then. Only files that this package has written are
 * removed, known by their names, and no link is followed.
 *
 * @returns what is left, as `foreignFiles` does
 * @throws RomaeError `TRAINER_FOLDER_LOCKED` for a run that goes on; the system's errors
 */
export async function removeSaved(saved: SavedFolder): Promise<readonly string[]> {
  const { kind, folder } = saved
  const known = await knownIn(saved)
  if (kind === 'model' || !(await isFolder(folder))) return removeKnown(folder, known)
  const lock = await lockRun(folder)
  try {
    return (await removeKnown(folder, known)).filter(isNoLock)
  } finally {
    await lock.release()
    await removeEmpty(folder)
  }
}

function isFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
