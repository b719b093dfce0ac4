import { readOptions } from '../check-options.ts'
import { type CheckpointChoice, choiceSchema, readRunModel } from '../checkpoints/checkpoint-model.ts'
import { type CheckpointStorage, isCheckpointStorage } from '../checkpoints/checkpoint-storage.ts'
import { errors } from '../errors.ts'
import { readModel } from './model-files.ts'
import type { RomaeModel } from './romae-model.ts'

/** Gives one file of a model, `model.safetensors`, `model_config.json` or `romae.json`; null where there is no such file. */
export type ReadModelFile = (name: string) => Uint8Array | null | Promise<Uint8Array | null>

/**
 * Makes a model of its files, wherever these are: behind a URL, in an archive, in a browser's file picker. What `saveModel` of
 * `@romae/trainer/node` or the PyTorch reference wrote; the latter has no `romae.json`, hence no tokenizer and no class names.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, naming the file; its `cause` says more
 */
export async function modelFromFiles(read: ReadModelFile): Promise<RomaeModel> {
  if (typeof read !== 'function') {
    const expected = 'a function that gives the contents of a file by its name'
    throw errors.TRAINER_OPTION({ key: 'read', got: read, expected })
  }
  return readModel('', read)
}

/**
 * Reads the model of a run from where it keeps its checkpoints, comparing their files with their checksums.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, naming the file; its `cause` says more
 */
export async function modelFromCheckpoints(
  storage: CheckpointStorage,
  options: CheckpointChoice = {},
): Promise<RomaeModel> {
  readOptions('modelFromCheckpoints', choiceSchema, options)
  if (!isCheckpointStorage(storage)) {
    throw errors.TRAINER_OPTION({ key: 'storage', got: storage, expected: 'a storage of checkpoints' })
  }
  return readRunModel(storage, options)
}
