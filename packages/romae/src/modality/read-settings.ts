import { errors } from '../errors.ts'
import { readText } from '../read-text.ts'
import { type SavedSettings, settingsFrom } from './saved-settings.ts'

/** @throws RomaeError `APP_SAVED_SETTINGS` */
export async function readSettings(path: string): Promise<SavedSettings> {
  const text = await readText(path).catch((cause: Error) => {
    throw errors.APP_SAVED_SETTINGS({ path, reason: cause.message }, cause)
  })
  return settingsFrom(path, text)
}
