import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { RomaeError } from '@romae/tokenizer'
import { checkKeys, requireChoice } from '../check-options.ts'
import { checksumFile, readVerified } from '../checkpoints/checksums.ts'
import { findNewest, isStepName, runFile, stepName, type WholeCheckpoint } from '../checkpoints/run-folder.ts'
import { checkRunRecord } from '../checkpoints/run-record.ts'
import type { SkippedCheckpoint } from '../checkpoints/skipped-checkpoint.ts'
import { errors, listSkipped, reasonOf } from '../errors.ts'
import { configFile, jsonOf, modelFileNames, readModel } from './model-files.ts'
import type { RomaeModel } from './romae-model.ts'
import { readSaved, writeSaved } from './saved-model.ts'

/** How to load a model. */
export interface LoadOptions {
  /** Of a run's folder: the `newest` checkpoint (default), or that of the `best` evaluation so far. */
  readonly checkpoint?: 'newest' | 'best'
  /** Called with the checkpoints of a run that are newer than the one taken, and not whole. */
  readonly onSkipped?: (skipped: readonly SkippedCheckpoint[]) => void
}

/**
 * Writes a model to a folder: `model.safetensors` and `model_config.json` in the format and under the names of the
 * PyTorch reference, and `romae.json` with the full configuration, the tokenizer's statistics and the class names.
 *
 * All three are made and written beside their places before the first is put there, so that no file is ever half
 * written, and a model that cannot be written whole leaves the one before it as it was. Whenever the process is killed,
 * `loadModel` finds either that one or the new one, and no mixture. One process saves into a folder at a time.
 *
 * @throws RomaeError `CHECKPOINT_UNWRITABLE`; `PARAMETER_*` where the parameters are not the configuration's
 */
export async function saveModel(folder: string, model: RomaeModel): Promise<void> {
  try {
    await writeSaved(folder, model)
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
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, naming the file; its `cause` says more
 */
export async function loadModel(folder: string, options: LoadOptions = {}): Promise<RomaeModel> {
  checkKeys('loadModel', options, ['checkpoint', 'onSkipped'] satisfies (keyof LoadOptions)[])
  const wanted = requireChoice('checkpoint', options.checkpoint ?? 'newest', ['newest', 'best'])
  // Why a folder cannot be listed comes out when its first file is read.
  const names = await readdir(folder).catch((): string[] => [])
  const isRun = !names.includes(checksumFile) && !names.includes(configFile) && names.some(isStepName)
  if (wanted === 'best' && !isRun) {
    const reason = 'only the folder of a run has a best checkpoint'
    throw errors.CHECKPOINT_UNREADABLE({ path: folder, reason })
  }
  if (names.includes(checksumFile)) return readCheckpointModel(folder)
  if (!isRun) return readSaved(folder)
  const { checkpoint, skipped } = await findNewest(folder)
  if (checkpoint === null) {
    const reason = `none of its checkpoints is whole: ${listSkipped(skipped)}`
    throw errors.CHECKPOINT_UNREADABLE({ path: folder, reason })
  }
  if (skipped.length > 0) options.onSkipped?.(skipped)
  if (wanted === 'best') return readCheckpointModel(join(folder, stepName(bestStep(checkpoint))))
  return readModel(checkpoint.folder, (name) => checkpoint.files.get(name)!)
}

/** The step of the best evaluation, as a checkpoint knows it. @throws RomaeError `CHECKPOINT_UNREADABLE` */
function bestStep({ folder, step, files }: WholeCheckpoint): number {
  const path = join(folder, runFile)
  try {
    const { best } = checkRunRecord(jsonOf(files.get(runFile)!), step).state.selection
    if (best === null) throw new Error('the run has evaluated nothing yet')
    return best.step
  } catch (cause) {
    throw errors.CHECKPOINT_UNREADABLE({ path, reason: reasonOf(cause) }, cause)
  }
}

/**
 * Reads the model of a run's checkpoint, comparing its files with their checksums.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`
 */
export async function readCheckpointModel(folder: string): Promise<RomaeModel> {
  const verified = await readVerified(folder, modelFileNames)
  if (verified.whole) return readModel(folder, (name) => verified.files.get(name)!)
  const reason = `${verified.reason}; delete ${checksumFile} if the files were replaced on purpose`
  throw errors.CHECKPOINT_UNREADABLE({ path: folder, reason })
}
