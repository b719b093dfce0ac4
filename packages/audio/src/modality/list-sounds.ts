import type { UnreadFiles } from '@romae/internal/files'
import { isList, listOf, namePattern, SplitCounts } from '@romae/internal/lists'
import { builtin } from '@romae/internal/platform'
import type { ReadContext } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import { listEsc50 } from '../readers/esc50.ts'
import { listSoundFolder } from '../readers/folder.ts'
import { listSoundFiles, namedSound } from '../readers/named-files.ts'
import type { SoundFile } from '../readers/sound-file.ts'
import { listSoundTable } from '../readers/table.ts'
import type { SoundOptions } from './options.ts'

/** What means no label in a list where nothing else is said. */
const MISSING = ['', 'NA', 'NaN', 'nan', '?']

/** What a path means: a list, a file, ESC-50, a folder with labels in its files' names, class folders, or a folder of sounds. */
export async function listSounds(
  path: string,
  options: SoundOptions,
  { purpose, note }: Pick<ReadContext, 'purpose' | 'note'>,
  { add: onUnread }: UnreadFiles,
): Promise<readonly SoundFile[]> {
  if (isList(path)) return listed(path, options, note)
  const pattern = options.pattern === null ? null : await namePattern(options.pattern, invalidPattern)
  // Here alone: files of a browser are read without it.
  const [{ stat }, { basename }] = [builtin('node:fs/promises'), builtin('node:path')]
  const entry = await stat(path).catch(() => null)
  if (entry?.isDirectory() !== true) {
    const name = basename(path)
    return [pattern === null ? { path, id: name, attributes: {} } : namedSound(path, name, pattern)]
  }
  if (pattern !== null) return listSoundFiles(path, pattern, { onUnread })
  const labels = purpose === 'predict' ? 'optional' : 'required'
  const esc50 = await stat(`${path}/meta/esc50.csv`).catch(() => null)
  if (esc50 !== null) return listEsc50(path, { labels })
  const files = await listSoundFiles(path, /^(?<label>.*)$/, { onUnread }).catch(() => null)
  if (files === null) return listSoundFolder(path, { labels, onUnread })
  // Sounds right in the folder have no labels.
  return files.map(({ path, id, attributes }) => ({ path, id, attributes }))
}

function invalidPattern(expected: string, got: string, cause?: unknown): Error {
  return errors.AUDIO_INVALID_OPTION({ of: 'audio', key: 'pattern', expected, got }, cause)
}

/** The sounds of a list, or of the split of it that is meant. */
async function listed(
  source: string,
  { file, label, labels, labelSeparator, group, missing = MISSING, split = 'split' }: SoundOptions,
  note: (note: string) => void,
): Promise<readonly SoundFile[]> {
  const [path] = listOf(source)
  const splits = new SplitCounts(source)
  const files: SoundFile[] = []
  const sounds = listSoundTable(path, {
    ...(file !== undefined && { file }),
    ...(label != null && { label }),
    ...(labels != null && { labels }),
    ...(labelSeparator != null && { labelSeparator }),
    ...((label != null || labels != null) && { missing }),
    ...(group != null && { group }),
    split,
  })
  for await (const sound of sounds) if (splits.take(sound.attributes.split)) files.push(sound)
  if (splits.problem !== null) throw errors.AUDIO_LIST_SPLIT({ file: path, reason: splits.problem })
  if (splits.note !== null) note(splits.note)
  return files
}
