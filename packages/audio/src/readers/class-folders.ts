import { errors } from '../errors.ts'
import { requireText } from '../options.ts'
import { joinPath, listNames, listWavs } from './list-files.ts'
import type { SoundFile } from './sound-file.ts'

/**
 * Lists a folder whose sub-folders are classes, each with `.wav` files: the label is the sub-folder's name.
 *
 * Names that start with a dot are left out. The order is that of the names.
 *
 * @throws AUDIO_CANNOT_READ, AUDIO_NO_FILES
 */
export async function listClassFolders(folder: string): Promise<SoundFile[]> {
  requireText('listClassFolders', 'folder', folder)
  const files: SoundFile[] = []
  for (const label of await listNames(folder, 'folders')) {
    const classFolder = joinPath(folder, label)
    for (const name of await listWavs(classFolder)) {
      files.push({ path: joinPath(classFolder, name), id: `${label}/${name}`, label, attributes: {} })
    }
  }
  if (files.length === 0) throw errors.AUDIO_NO_FILES({ folder, looked: 'sub-folders with .wav files' })
  return files
}
