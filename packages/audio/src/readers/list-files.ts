import { type OptionsOf, type Schema, value } from '@romae/internal/options'
import { builtin } from '@romae/internal/platform'
import { errors } from '../errors.ts'

/** The names in a folder, sorted by UTF-16 code units so that the order is the same on every machine. */
async function listNames(folder: string, accept: 'files' | 'folders'): Promise<string[]> {
  // Here alone: the package also loads where there is no file system.
  const { readdir } = builtin('node:fs/promises')
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const wanted = entries.filter((entry) => (accept === 'files' ? !entry.isDirectory() : entry.isDirectory()))
    return wanted
      .map((entry) => entry.name)
      .filter((name) => !name.startsWith('.'))
      .sort()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.AUDIO_CANNOT_READ({ file: folder, reason }, cause)
  }
}

export const folderSchema = {
  onUnread: {
    kind: value<(file: string) => void>(),
    help:
      'is told every file, and folder in a place where none is looked into, that is there and not read: its path from the ' +
      'folder on',
  },
} as const satisfies Schema

/** What lists of folders take. */
export interface FolderOptions extends OptionsOf<typeof folderSchema> {}

/** What systems leave behind, and nobody has put there as data. */
const LEFT_BEHIND = ['__MACOSX', 'Thumbs.db', 'desktop.ini']

/** The folder's class folders, without those that systems leave behind. */
export async function listFolders(folder: string): Promise<string[]> {
  return (await listNames(folder, 'folders')).filter((name) => !LEFT_BEHIND.includes(name))
}

/** How files of sounds are called. */
export const SOUND_ENDINGS: readonly string[] = ['.wav', '.flac', '.mp3', '.ogg', '.oga', '.opus']

/** The ending of a sound's name, as it is written; empty where it has none. */
export function soundEnding(name: string): string {
  const ending = SOUND_ENDINGS.find((one) => name.toLowerCase().endsWith(one))
  return ending === undefined ? '' : name.slice(-ending.length)
}

/** The sounds of a folder by their names; `others` are its further files, none that systems leave behind. */
export async function listSoundNames(folder: string): Promise<{ sounds: string[]; others: string[] }> {
  const names = await listNames(folder, 'files')
  const isSound = (name: string) => soundEnding(name) !== ''
  return {
    sounds: names.filter(isSound),
    others: names.filter((name) => !isSound(name) && !LEFT_BEHIND.includes(name)),
  }
}

/** A path of two parts. `/` is understood by Node on every system. */
export function joinPath(folder: string, name: string): string {
  return folder.endsWith('/') || folder === '' ? folder + name : `${folder}/${name}`
}
