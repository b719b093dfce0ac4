import { errors } from '../errors.ts'
import { requireText } from '../options.ts'
import { joinPath, listWavs } from './list-files.ts'
import type { SoundFile } from './sound-file.ts'

/**
 * Lists the `.wav` files of a folder whose names hold their labels, as the Free Spoken Digit Dataset's do:
 * `listNamedFiles(folder, /^(?<label>\d)_(?<speaker>\w+)_(?<take>\d+)$/)` for `7_jackson_32.wav`.
 *
 * @param pattern matched with the name without `.wav`; its group `label` becomes the label, its other named groups
 *   attributes
 * @throws AUDIO_CANNOT_READ, AUDIO_NO_FILES, AUDIO_FILE_NAME for a name that does not match
 */
export async function listNamedFiles(folder: string, pattern: RegExp): Promise<SoundFile[]> {
  requireText('listNamedFiles', 'folder', folder)
  if (!(pattern instanceof RegExp) || !pattern.source.includes('(?<label>')) {
    const expected = 'a regular expression with a group (?<label>…)'
    throw errors.AUDIO_INVALID_OPTION({ of: 'listNamedFiles', key: 'pattern', expected, got: pattern })
  }
  const names = await listWavs(folder)
  if (names.length === 0) throw errors.AUDIO_NO_FILES({ folder, looked: '.wav files' })
  return names.map((name) => {
    const path = joinPath(folder, name)
    // A global expression would go on where it stopped before.
    const groups = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).exec(name.slice(0, -4))?.groups
    const { label, ...rest } = groups ?? {}
    if (label === undefined) throw errors.AUDIO_FILE_NAME({ file: path, pattern: String(pattern) })
    // A group that took no part in the match is undefined.
    const attributes = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
    return { path, id: name, label, attributes }
  })
}
