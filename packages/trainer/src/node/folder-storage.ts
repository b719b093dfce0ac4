import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  findUnknown,
  makeFolder,
  NewFolder,
  removeFolder,
  removeUnfinished,
  replaceFile,
  writeFolder,
} from '@romae/internal/files'
import type { CheckpointStorage } from '../checkpoints/checkpoint-storage.ts'
import { isStepName, runFile, stepName } from '../checkpoints/find-checkpoint.ts'
import { errors, reasonOf } from '../errors.ts'
import { checkpointFiles } from './own-files.ts'
import { readModelFile } from './read-file.ts'
import { lockRun } from './run-lock.ts'

/**
 * Checkpoints in a folder, each a folder of files in it. One appears whole or not at all and is flushed to the disk; another
 * run, of any process on this machine, is kept out; nothing is written through a link, and only files that a run has written
 * are replaced and removed (docs/decisions/0022 and 0024).
 *
 * @param folder is made if need be
 */
export function folderStorage(folder: string): CheckpointStorage {
  return {
    locate: (checkpoint) => (checkpoint === undefined ? folder : join(folder, checkpoint)),
    async lock() {
      await makeFolder(folder)
      return lockRun(folder)
    },
    async prepare() {
      await refuseForeign(folder)
      await removeUnfinished(folder, isStepName, checkpointFiles)
      await tryWriting(folder)
    },
    list: () => namesIn(folder),
    read: (checkpoint, file) => readIfThere(join(folder, checkpoint, file)),
    async replace(checkpoint, files) {
      await writeFolder(folder, checkpoint, files, checkpointFiles)
    },
    async remove(checkpoint) {
      // What somebody has put there meanwhile stays, and is named when the run is gone on with.
      await removeFolder(folder, checkpoint, checkpointFiles)
    },
  }
}

/** The names in a folder; none where there is no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return []
    throw cause
  }
}

/** A file of a checkpoint or a model; null where there is none. @throws Error for what is too large or no file */
export async function readIfThere(path: string): Promise<Uint8Array | null> {
  try {
    return await readModelFile(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause
  }
}

/**
 * Checkpoints are replaced by those of the same steps, and removed when there are newer ones: they must hold nothing else.
 *
 * @throws RomaeError `TRAINER_FOREIGN_FILES`, `CHECKPOINT_UNREADABLE`
 */
async function refuseForeign(folder: string): Promise<void> {
  const found: string[] = []
  for (const name of (await namesIn(folder)).filter(isStepName)) {
    const path = join(folder, name)
    const unknown = await findUnknown(path, checkpointFiles).catch((cause) => {
      throw errors.CHECKPOINT_UNREADABLE({ path, reason: reasonOf(cause) }, cause)
    })
    found.push(...unknown)
  }
  if (found.length > 0) throw errors.TRAINER_FOREIGN_FILES({ folder, found })
}

/** A run must not find out after hours that it cannot save. */
async function tryWriting(folder: string): Promise<void> {
  const trial = await NewFolder.begin(folder, stepName(0))
  try {
    await replaceFile(join(trial.path, runFile), '')
  } finally {
    await trial.abandon()
  }
}
