import type { OptionsOf, Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { anyText, readOption, readOptions } from '../options.ts'
import { folderSchema, joinPath, listFolders, listSoundNames } from './list-files.ts'
import type { SoundFile } from './sound-file.ts'

const schema = {
  ...folderSchema,
  labels: {
    kind: 'choice',
    of: ['required', 'optional'],
    default: 'required',
    help:
      '`required`: a class folder without a single sound is an error; `optional`: it is passed over, for sounds whose ' +
      'labels nobody needs',
  },
} as const satisfies Schema

/** Options of {@link listSoundFolder}. */
export interface SoundFolderOptions extends OptionsOf<typeof schema> {}

/**
 * Lists a folder whose sub-folders are classes, each with sounds (`.wav`, `.flac`, `.mp3`, `.ogg`, `.opus`): the label is the sub-folder's name. Other files, and
 * folders within class folders, are not read: `onUnread` is told of them.
 *
 * Names that start with a dot are passed over. The order is that of the names.
 *
 * @throws RomaeError `AUDIO_CANNOT_READ`, `AUDIO_NO_FILES`, `AUDIO_EMPTY_CLASS` for a class folder without a sound
 */
export async function listSoundFolder(folder: string, options: SoundFolderOptions = {}): Promise<SoundFile[]> {
  const of = 'listSoundFolder'
  readOption(of, 'folder', anyText, folder)
  const { labels, onUnread } = readOptions(of, schema, options)
  const files: SoundFile[] = []
  const empty: { label: string; unread: number; example: string | null }[] = []
  for (const name of (await listSoundNames(folder)).others) onUnread?.(name)
  for (const label of await listFolders(folder)) {
    const classFolder = joinPath(folder, label)
    const { sounds, others } = await listSoundNames(classFolder)
    const unread = [...others, ...(await listFolders(classFolder)).map((name) => `${name}/`)]
    for (const name of unread) onUnread?.(`${label}/${name}`)
    if (sounds.length === 0) {
      empty.push({ label, unread: unread.length, example: unread.length === 0 ? null : `${label}/${unread[0]}` })
    }
    for (const name of sounds) {
      files.push({ path: joinPath(classFolder, name), id: `${label}/${name}`, label, attributes: {} })
    }
  }
  if (files.length === 0) throw errors.AUDIO_NO_FILES({ folder, looked: 'sub-folders with sounds' })
  if (empty.length > 0 && labels === 'required') throw errors.AUDIO_EMPTY_CLASS({ folder, ...empty[0]! })
  return files
}
