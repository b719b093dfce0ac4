import type { CheckpointStorage } from '../checkpoints/checkpoint-storage.ts'
import { errors } from '../errors.ts'
import type { TrainingOptions } from './options.ts'

interface WithFolder<Folder> extends TrainingOptions {
  readonly checkpointFolder?: Folder
}

/** Puts a folder's storage in place of the folder. What is wrong with other options their own checks say. */
export function withStorage<Folder, Options extends { readonly training: WithFolder<Folder> }>(
  options: Options,
  storageOf: (folder: Folder) => CheckpointStorage,
): Options {
  const { checkpointFolder: folder, ...training } = options?.training ?? {}
  if (folder === undefined) return options
  if (folder === '')
    throw errors.TRAINER_OPTION({ key: 'checkpointFolder', got: folder, expected: 'the path of a folder' })
  if (training.checkpointStorage !== undefined) {
    const rule = 'cannot be given beside checkpointStorage: checkpoints have one place'
    throw errors.TRAINER_OPTION({ key: 'checkpointFolder', rule })
  }
  return { ...options, training: { ...training, checkpointStorage: storageOf(folder) } }
}
