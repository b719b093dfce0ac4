import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RomaeModel } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { modelFolderOf } from '../modality/trained-model.ts'
import { readText } from '../read-text.ts'
import { calibrationFile } from '../run/beside-model.ts'
import { writeJson } from '../write-file.ts'
import { calibrationFrom, calibrationRecord, NO_CALIBRATION, type RunCalibration } from './run-calibration.ts'

/** Writes it beside each of the models. @throws RomaeError `APP_CANNOT_WRITE` */
export async function saveCalibration(
  folders: readonly string[],
  models: readonly RomaeModel[],
  calibration: RunCalibration,
): Promise<void> {
  const record = calibrationRecord(models, calibration)
  for (const folder of folders) await writeJson(join(modelFolderOf(folder), calibrationFile), record)
}

/**
 * How intervals of models were made by their run.
 *
 * @returns the reason where they cannot be made so: the run saved nothing, or it was of other models together
 * @throws RomaeError `APP_CALIBRATION` for a file that cannot be read, or of a newer version
 */
export async function readCalibration(
  folder: string,
  models: readonly RomaeModel[],
  channels: number,
): Promise<RunCalibration | { readonly reason: string }> {
  const path = join(modelFolderOf(folder), calibrationFile)
  if (!existsSync(path)) return NO_CALIBRATION
  const text = await readText(path).catch((cause: Error) => {
    throw errors.APP_CALIBRATION({ path, reason: `it cannot be read (${cause.message})` }, cause)
  })
  return calibrationFrom(path, text, models, channels)
}
