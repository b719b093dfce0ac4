import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
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
import { configFile, romaeFile } from '../model/model-files.ts'
import { type RestoredModel, restoreTokenizer } from '../model/restore-tokenizer.ts'
import type { RomaeModel } from '../model/romae-model.ts'
import { savedCard } from '../model/saved-card.ts'
import { folderStorage, readIfThere } from './folder-storage.ts'
import { putCard } from './model-card.ts'
import { readSaved, writeSaved } from './saved-model.ts'

const loadSchema = { ...choiceSchema, modalities: checkedElsewhere<readonly unknown[]>() } as const satisfies Schema

/** How to load a model. */
export interface LoadOptions<Sample = unknown> extends CheckpointChoice {
  /** Restore the model's tokenizer: one of them has to be its. Without, `model.tokenizer` is the tokenizer's state. */
  readonly modalities?: readonly TokenizerRestorer<Sample>[]
}

/**
 * Writes a model to a folder: `model.safetensors` and `model_config.json` in the format and under the names of the
 * PyTorch reference, and `romae.json` with the full configuration, the tokenizer's statistics and the class names. Of a model of
 * several modalities there is no `model_config.json`, which cannot express it.
 *
 * All three are made and written beside their places before the first is put there, so that no file is ever half
 * written, and a model that cannot be written whole leaves the one before it as it was. Whenever the process is killed,
 * `loadModel` finds either that one or the new one, and no mixture. One process saves into a folder at a time.
 *
 * Beside them it writes a `README.md`, the model's card, which model hubs read. One that somebody has written, or written into,
 * is left as it is.
 *
 * @throws RomaeError `CHECKPOINT_UNWRITABLE`; `PARAMETER_*` where the parameters are not the configuration's
 */
export async function saveModel(folder: string, model: RomaeModel): Promise<void> {
  try {
    await writeSaved(folder, model)
    await putCard(folder, savedCard(model))
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    throw errors.CHECKPOINT_UNWRITABLE({ path: folder, reason: reasonOf(cause) }, cause)
  }
}

/**
 * Reads a model: of a folder that `saveModel` or the PyTorch reference wrote (the latter has no `romae.json`, hence no
 * tokenizer and no class names), of a checkpoint of a run, or of the run's folder, where the newest checkpoint that is
 * whole is taken. The files of a run's checkpoint are compared with their checksums.
 *
 * With `modalities`, `model.tokenizer` is the tokenizer that the model was made with, ready to be used:
 * `loadModel(folder, { modalities: [timeseries] })`.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, naming the file; its `cause` says more; `TRAINER_NO_MODALITY`
 */
export async function loadModel<Sample>(
  folder: string,
  options: LoadOptions<Sample> & { readonly modalities: readonly TokenizerRestorer<Sample>[] },
): Promise<RestoredModel<Sample>>
export async function loadModel(folder: string, options?: LoadOptions): Promise<RomaeModel>
export async function loadModel<Sample>(folder: string, options: LoadOptions<Sample> = {}): Promise<RomaeModel> {
  const { modalities, ...choice } = readOptions('loadModel', loadSchema, options)
  const model = await readModelIn(folder, choice)
  return modalities === undefined ? model : restoreTokenizer(model, options.modalities!)
}

async function readModelIn(folder: string, options: CheckpointChoice): Promise<RomaeModel> {
  const { checkpoint: wanted } = options
  // Why a folder cannot be listed comes out when its first file is read.
  const names = await readdir(folder).catch((): string[] => [])
  const isModel = [checksumFile, configFile, romaeFile].some((name) => names.includes(name))
  const isRun = !isModel && names.some(isStepName)
  if (wanted === 'best' && !isRun) {
    const reason = 'only the folder of a run has a best checkpoint'
    throw errors.CHECKPOINT_UNREADABLE({ path: folder, reason })
  }
  if (isRun) return readRunModel(folderStorage(folder), options)
  if (!names.includes(checksumFile)) return readSaved(folder)
  return readCheckpointModel({ place: folder, read: (file) => readIfThere(join(folder, file)) })
}
