import type { UnreadFiles } from '@romae/internal/files'
import { builtin } from '@romae/internal/platform'
import type { Purpose } from '@romae/tokenizer/modality'
import { listEsc50 } from '../readers/esc50.ts'
import { listSoundFolder } from '../readers/folder.ts'
import { listSoundFiles } from '../readers/named-files.ts'
import type { SoundFile } from '../readers/sound-file.ts'
import { namePattern } from './name-pattern.ts'
import type { SoundOptions } from './options.ts'

/** What a path means: a file, ESC-50, a folder with labels in its files' names, class folders, or a folder of sounds. */
export async function listSounds(
  path: string,
  { pattern }: Pick<SoundOptions, 'pattern'>,
  purpose: Purpose,
  { add: onUnread }: UnreadFiles,
): Promise<readonly SoundFile[]> {
  // Here alone: files of a browser are read without it.
  const [{ stat }, { basename }] = [builtin('node:fs/promises'), builtin('node:path')]
  const entry = await stat(path).catch(() => null)
  if (entry?.isDirectory() !== true) return [{ path, id: basename(path), attributes: {} }]
  if (pattern !== null) return listSoundFiles(path, namePattern(pattern), { onUnread })
  const labels = purpose === 'predict' ? 'optional' : 'required'
  const esc50 = await stat(`${path}/meta/esc50.csv`).catch(() => null)
  if (esc50 !== null) return listEsc50(path, { labels })
  const listed = await listSoundFiles(path, /^(?<label>.*)$/, { onUnread }).catch(() => null)
  if (listed === null) return listSoundFolder(path, { labels, onUnread })
  // Sounds right in the folder have no labels.
  return listed.map(({ path, id, attributes }) => ({ path, id, attributes }))
}
