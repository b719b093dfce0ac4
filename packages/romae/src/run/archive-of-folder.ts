import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadTrained, modelFolderOf } from '../modality/trained-model.ts'
import { readText } from '../read-text.ts'
import { calibrationFile } from './beside-model.ts'
import { archiveTexts } from './run-archive.ts'

/**
 * The model of a run's folder, and what lies beside it, as one file that a page opens.
 *
 * @throws RomaeError `APP_NO_MODEL`, and what `loadTrained` throws
 */
export async function archiveOfFolder(folder: string): Promise<Uint8Array> {
  const { model, saved } = await loadTrained(folder)
  const calibration = join(modelFolderOf(folder), calibrationFile)
  return archiveTexts(model, {
    settings: await readText(saved.path),
    calibration: existsSync(calibration) ? await readText(calibration) : null,
  })
}
