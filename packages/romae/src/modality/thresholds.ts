import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseJson } from '@romae/internal/json'
import type { RomaeModel } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { readText } from '../read-text.ts'
import { thresholdsFile } from '../run/beside-model.ts'
import { writeJson } from '../write-file.ts'

/** Where nothing was chosen. */
export const HALF = 0.5

/** What the file holds. */
interface ThresholdsRecord {
  readonly version: 1
  /** By class. */
  readonly thresholds: Readonly<Record<string, number>>
}

/** Writes thresholds beside the model. @param thresholds one a class. @throws RomaeError `APP_CANNOT_WRITE` */
export async function saveThresholds(
  modelFolder: string,
  classes: readonly string[],
  thresholds: readonly number[],
): Promise<void> {
  const byClass = Object.fromEntries(classes.map((label, place) => [label, thresholds[place]!]))
  await writeJson(join(modelFolder, thresholdsFile), { version: 1, thresholds: byClass } satisfies ThresholdsRecord)
}

/**
 * The thresholds that lie beside a model.
 *
 * @returns one a class; null where its run chose none, or it is no multi-label classifier
 * @throws RomaeError `APP_THRESHOLDS` for a file that cannot be read, or is not of this model
 */
export async function readThresholds(modelFolder: string, model: RomaeModel): Promise<readonly number[] | null> {
  const path = join(modelFolder, thresholdsFile)
  if (model.multiLabel !== true || !existsSync(path)) return null
  const refuse = (reason: string, cause?: unknown) => errors.APP_THRESHOLDS({ path, reason }, cause)
  let record: Partial<ThresholdsRecord>
  try {
    record = (parseJson(await readText(path)) ?? {}) as Partial<ThresholdsRecord>
  } catch (cause) {
    throw refuse((cause as Error).message, cause)
  }
  const { version, thresholds } = record
  if (version !== 1) throw refuse(`its version must be 1; got ${JSON.stringify(version)}`)
  return model.classes!.map((label) => {
    const value: unknown = Object.hasOwn(thresholds ?? {}, label) ? thresholds![label] : undefined
    if (typeof value === 'number' && value >= 0 && value <= 1) return value
    throw refuse(`the threshold of ${JSON.stringify(label)} must be a number from 0 to 1; got ${JSON.stringify(value)}`)
  })
}
