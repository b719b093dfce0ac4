import { basename } from 'node:path'
import { type Lock, lockPath, tryLock } from '@romae/internal/files'
import { errors, reasonOf } from '../errors.ts'

/**
 * Keeps other runs out of a folder of checkpoints, which has to be there, until it is released or this process ends.
 *
 * @throws RomaeError `TRAINER_FOLDER_LOCKED`, `CHECKPOINT_UNWRITABLE`
 */
export async function lockRun(folder: string): Promise<Lock> {
  // Arguments may be nobody's business: the program and its script tell enough.
  const command = process.argv.slice(0, 2).map((word) => basename(word))
  const lock = await tryLock(await lockPath(folder, 'folder'), command.join(' ')).catch((cause: unknown) => {
    throw errors.CHECKPOINT_UNWRITABLE({ path: folder, reason: reasonOf(cause) }, cause)
  })
  if ('release' in lock) return lock
  throw errors.TRAINER_FOLDER_LOCKED({ folder, lock: lock.path, holder: lock.holder })
}
