import { checkedElsewhere, type Schema } from '@romae/internal/options'
import { RomaeError, type TokenizerRestorer } from '@romae/tokenizer'
import { readOptions } from '../check-options.ts'
import {
  type CheckpointChoice,
  choiceSchema,
  readCheckpointModel,
  readRunModel,
} from '../checkpoints/checkpoint-model.ts'
import { checksumFile } from '../checkpoints/checksums.ts'
import { isStepName } from '../checkpoints/find-checkpoint.ts'
import { errors, reasonOf } from '../errors.ts'
import { modelFromFiles } from '../model/from-files.ts'
import { readerAt } from '../model/from-url.ts'
import { type RestoredModel, restoreTokenizer } from '../model/restore-tokenizer.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { savedCard } from '../model/saved-card.ts'
import { modelFromZip } from '../model/zip.ts'
import { type BrowserFolder, checkFolder, folderName, namesIn, openFolder, readFile } from './folder.ts'
import { folderStorage } from './folder-storage.ts'
import { putCard } from './model-card.ts'
import { hasModel, readSaved, writeSaved } from './saved-model.ts'
import { inStorage } from './storage-error.ts'

/** A folder of the browser, the URL of a folder on a server, or a ZIP archive as `modelToZip` makes one. */
export type ModelPlace = BrowserFolder | URL | Blob

const loadSchema = { ...choiceSchema, modalities: checkedElsewhere<readonly unknown[]>() } as const satisfies Schema

/** How to load a model. */
export interface LoadOptions<Sample = unknown> extends CheckpointChoice {
  /** Restore the model's tokenizer: one of them has to be its. Without, `model.tokenizer` is the tokenizer's state. */
  readonly modalities?: readonly TokenizerRestorer<Sample>[]
}

/**
 * Keeps a model in a folder of the browser: the files that `saveModel` of `@romae/trainer/node` writes, byte for byte.
 * Whenever the tab is closed or crashes, `loadModel` finds the model before, or the new one, and no mixture. For a file to
 * download there is `modelToZip`.
 *
 * @param folder a path in the private files of this origin, such as `models/first`; or a `FileSystemDirectoryHandle`
 * @throws RomaeError `CHECKPOINT_UNWRITABLE`, `TRAINER_NO_STORAGE`, `TRAINER_STORAGE_FULL`; `PARAMETER_*`
 */
export async function saveModel(folder: BrowserFolder, model: RomaeModel): Promise<void> {
  checkFolder('folder', folder)
  const path = folderName(folder)
  try {
    await inStorage(path, async () => {
      const opened = (await openFolder(folder, true))!
      await writeSaved(opened, model)
      await putCard(opened, savedCard(model))
    })
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    throw errors.CHECKPOINT_UNWRITABLE({ path, reason: reasonOf(cause) }, cause)
  }
}

/**
 * Reads a model: from a folder of the browser, where it may be a saved model, a run or a checkpoint of a run; from the URL of a
 * folder; or from a ZIP archive. Whatever was written in Node is read here, and the other way round.
 *
 * With `modalities`, `model.tokenizer` is the tokenizer that the model was made with, ready to be used.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, naming the file; its `cause` says more; `TRAINER_NO_STORAGE`, `TRAINER_NO_MODALITY`
 */
export async function loadModel<Sample>(
  place: ModelPlace,
  options: LoadOptions<Sample> & { readonly modalities: readonly TokenizerRestorer<Sample>[] },
): Promise<RestoredModel<Sample>>
export async function loadModel(place: ModelPlace, options?: LoadOptions): Promise<RomaeModel>
export async function loadModel<Sample>(place: ModelPlace, options: LoadOptions<Sample> = {}): Promise<RomaeModel> {
  const { modalities, ...choice } = readOptions('loadModel', loadSchema, options)
  const model = await readModelAt(place, choice)
  return modalities === undefined ? model : restoreTokenizer(model, options.modalities!)
}

async function readModelAt(place: ModelPlace, choice: CheckpointChoice): Promise<RomaeModel> {
  if (place instanceof Blob) return modelFromZip(place)
  if (place instanceof URL) return modelFromFiles(readerAt(place))
  checkFolder('place', place)
  const path = folderName(place)
  return inStorage(path, async () => {
    const folder = await openFolder(place, false)
    if (folder === null) throw errors.CHECKPOINT_UNREADABLE({ path, reason: 'there is no such folder' })
    const names = await namesIn(folder)
    const isCheckpoint = names.includes(checksumFile)
    const isRun = !isCheckpoint && !hasModel(names) && names.some(isStepName)
    if (isRun) return readRunModel(folderStorage(place), choice)
    if (choice.checkpoint === 'best') {
      throw errors.CHECKPOINT_UNREADABLE({ path, reason: 'only the folder of a run has a best checkpoint' })
    }
    if (!isCheckpoint) return readSaved(folder, path)
    return readCheckpointModel({ place: path, read: (file) => readFile(folder, file) })
  })
}
