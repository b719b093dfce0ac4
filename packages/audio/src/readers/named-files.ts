import type { NamePattern } from '@romae/internal/lists'
import { errors } from '../errors.ts'
import { anyText, readOption, readOptions } from '../options.ts'
import { type FolderOptions, folderSchema, joinPath, listFolders, listSoundNames, soundEnding } from './list-files.ts'
import type { SoundFile } from './sound-file.ts'

/**
 * Lists the sounds of a folder whose names hold their labels, as the Free Spoken Digit Dataset's do:
 * `listSoundFiles(folder, /^(?<label>\d)_(?<speaker>\w+)_(?<take>\d+)$/)` for `7_jackson_32.wav`. Other files
 * and folders are not read: `onUnread` is told of them.
 *
 * @param pattern matched with the name without its ending; its group `label` becomes the label, its other named groups
 *   attributes
 * @throws RomaeError `AUDIO_CANNOT_READ`, `AUDIO_NO_FILES`, `AUDIO_FILE_NAME` for a name that does not match
 */
export async function listSoundFiles(
  folder: string,
  pattern: RegExp | NamePattern,
  options: FolderOptions = {},
): Promise<SoundFile[]> {
  const { onUnread } = readOptions('listSoundFiles', folderSchema, options)
  readOption('listSoundFiles', 'folder', anyText, folder)
  const isPattern =
    pattern instanceof RegExp ? pattern.source.includes('(?<label>') : typeof pattern?.exec === 'function'
  if (!isPattern) {
    const expected = 'a regular expression with a group (?<label>…)'
    throw errors.AUDIO_INVALID_OPTION({ of: 'listSoundFiles', key: 'pattern', expected, got: pattern })
  }
  const { sounds: names, others } = await listSoundNames(folder)
  if (names.length === 0) throw errors.AUDIO_NO_FILES({ folder, looked: 'sounds' })
  const folders = (await listFolders(folder)).map((name) => `${name}/`)
  for (const name of [...others, ...folders]) onUnread?.(name)
  // A global expression would go on where it stopped before.
  const reader = pattern instanceof RegExp ? new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')) : pattern
  return names.map((name) => namedSound(joinPath(folder, name), name, reader))
}

/** A sound with what its name says. @throws RomaeError `AUDIO_FILE_NAME` */
export function namedSound(path: string, name: string, pattern: NamePattern): SoundFile {
  const { label, ...rest } = pattern.exec(name.slice(0, name.length - soundEnding(name).length))?.groups ?? {}
  if (label === undefined) throw errors.AUDIO_FILE_NAME({ file: path, pattern: String(pattern) })
  // A group that took no part in the match is undefined.
  const taken = Object.entries(rest).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))
  return { path, id: name, label, attributes: Object.fromEntries(taken) }
}
