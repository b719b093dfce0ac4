import { modelFromZip, modelToFiles, type RomaeModel } from '@romae/trainer'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { errors } from '../errors.ts'
import { type SavedSettings, settingsFrom } from '../modality/saved-settings.ts'
import {
  calibrationFrom,
  calibrationRecord,
  NO_CALIBRATION,
  type RunCalibration,
} from '../uncertainty/run-calibration.ts'
import { calibrationFile, settingsFile } from './beside-model.ts'

/** The most bytes of a file beside the model: ours have some kB. */
const MOST_BYTES = 2 ** 26
/** Archives know years from 1980 on; one that is the same for all makes the same run the same bytes. */
const NEVER_MIND = new Date(1980, 0, 1)

/** A model with what its run has left beside it. */
export interface OpenedRun {
  /** The file's. */
  readonly name: string
  readonly model: RomaeModel
  /** Null of a model that was saved alone. */
  readonly settings: SavedSettings | null
  /** @param channels of the model. @throws RomaeError `APP_CALIBRATION` */
  calibration(channels: number): RunCalibration | { readonly reason: string }
}

/**
 * A model and what its run leaves beside it as one file: a ZIP archive of what lies in the `checkpoint` of a run's folder.
 *
 * @param settings of the run, as `experiment.json` has them
 * @param calibration null: there is none
 * @throws RomaeError `PARAMETER_*` where the parameters are not the configuration's
 */
export function archiveRun(
  model: RomaeModel,
  settings: Readonly<Record<string, unknown>>,
  calibration: RunCalibration | null,
): Uint8Array<ArrayBuffer> {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
  const record = calibration && json(calibrationRecord([model], calibration))
  return archiveTexts(model, { settings: json(settings), calibration: record })
}

/** As {@link archiveRun}, of files that are there. */
export function archiveTexts(
  model: RomaeModel,
  { settings, calibration }: { readonly settings: string; readonly calibration: string | null },
): Uint8Array<ArrayBuffer> {
  const files = {
    ...modelToFiles(model),
    [settingsFile]: strToU8(settings),
    ...(calibration !== null && { [calibrationFile]: strToU8(calibration) }),
  }
  // 3: unix. By default it is that of the machine.
  return zipSync(files, { level: 0, mtime: NEVER_MIND, os: 3 }) as Uint8Array<ArrayBuffer>
}

/**
 * Opens what `archiveRun` has made, or somebody's archive of a run's `checkpoint`, or of a model alone.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, `APP_SAVED_SETTINGS`
 */
export async function openRun(archive: Blob & { readonly name?: string }): Promise<OpenedRun> {
  const { name = 'the archive' } = archive
  const model = await modelFromZip(archive)
  // It is an archive that was just read as one.
  const beside = textsBeside(new Uint8Array(await archive.arrayBuffer()))
  const settings = beside[settingsFile] ?? null
  const calibration = beside[calibrationFile] ?? null
  const pathOf = (file: string) => `${file} of ${name}`
  return {
    name,
    model,
    settings: settings === null ? null : settingsFrom(pathOf(settingsFile), settings),
    calibration: (channels) =>
      calibration === null ? NO_CALIBRATION : calibrationFrom(pathOf(calibrationFile), calibration, [model], channels),
  }
}

function textsBeside(archive: Uint8Array): Readonly<Record<string, string>> {
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
  const found = unzipSync(archive, {
    filter({ name, originalSize }) {
      if (![settingsFile, calibrationFile].includes(nameOf(name))) return false
      if (originalSize <= MOST_BYTES) return true
      const reason = `it has ${originalSize} bytes, and ${MOST_BYTES} are the most`
      throw errors.APP_SAVED_SETTINGS({ path: nameOf(name), reason })
    },
  })
  return Object.fromEntries(Object.entries(found).map(([path, bytes]) => [nameOf(path), strFromU8(bytes)]))
}
