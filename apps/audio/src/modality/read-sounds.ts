import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  cut,
  filterBank,
  listClassFolders,
  listEsc50,
  listNamedFiles,
  readSound,
  type Sound,
  type SoundFile,
  type Spectrogram,
} from '@romae/audio'
import {
  appErrors,
  fileChecksum,
  holdOrRead,
  type MemoryBudget,
  memoryBudget,
  type SampleSet,
  type Settings,
  tellOnce,
  UnreadFiles,
} from 'romae'
import type { SoundAugmentation } from './augmentation.ts'
import { namePattern } from './name-pattern.ts'

/** How files are read. */
export interface SoundData extends Settings {
  /** A regular expression, as RE2 has them, for the names of files without `.wav`; its group `label` is the label. */
  readonly pattern: string | null
  /** Of what a sound belongs to: a column of ESC-50's list, or a group of `pattern`; null or absent: nothing. */
  readonly group?: string | null
  /** Samples a second that every sound is resampled to. */
  readonly rate: number
  readonly bins: number
  /** Milliseconds. */
  readonly frameLength: number
  readonly frameShift: number
  /** Longer sounds are cut to this. */
  readonly seconds: number | null
  /** Refuses files whose headers contradict them, though all samples are there. Records of most runs lack it. */
  readonly strict?: boolean
  /** Reads data whose size was not known to the end of the file. Records of most runs lack it. */
  readonly openEnd?: boolean
  /** False where labels are not needed: a list may be without them. Not part of any record. */
  readonly isLabelled?: boolean
  /** What happens to spectrograms in fine-tuning. */
  readonly augment: SoundAugmentation
}

/** A sound that is listed but not decoded yet. */
export interface ListedSound {
  readonly id: string
  readonly label?: string
  /** What it belongs to, such as a speaker. */
  readonly group?: string
  /** Null where it does not come from a file of its own. */
  readonly file: string | null
  decode(): Promise<Sound>
}

/** Spectrograms of all sounds that the paths mean: held where they fit into the budget, else made whenever needed. */
export async function readSounds(
  paths: readonly string[],
  settings: Settings,
  memory: MemoryBudget = memoryBudget(),
): Promise<SampleSet<Spectrogram>> {
  const data = settings as SoundData
  const sounds: ListedSound[] = []
  const notes: string[] = []
  const unread = new UnreadFiles()
  for (const path of paths) {
    const files = await listSounds(path, data, unread)
    notes.push(...unread.notes(path))
    for (const file of files) {
      sounds.push({ ...listedFile(file, data), ...groupOf(file, data.group ?? null) })
    }
  }
  return { ...(await spectrogramsOf(sounds, data, memory)), notes }
}

/** A file that is decoded as the app needs it: one channel, one rate. */
export function listedFile(
  file: SoundFile,
  { rate, strict = false, openEnd = false }: Pick<SoundData, 'rate' | 'strict' | 'openEnd'>,
): ListedSound {
  const { id, label, path } = file
  const how = { mix: 'mean', rate, quality: 'medium', strict, openEnd } as const
  const decode = () => readSound(file, { ...how, onNote: tellOnce })
  return { id, ...(label !== undefined && { label }), file: path, decode }
}

function groupOf({ id, attributes }: SoundFile, group: string | null): Pick<ListedSound, 'group'> {
  if (group === null) return {}
  const name = attributes[group]
  if (name !== undefined) return { group: name }
  const known = Object.keys(attributes)
  const others = known.length === 0 ? '' : `: ${known.join(', ')}`
  throw appErrors.APP_NO_GROUP({ id, group, expected: `a column of esc50.csv, or a group of --pattern${others}` })
}

/** The set of these sounds, of which only spectrograms are kept, if at all. */
export async function spectrogramsOf(
  sounds: readonly ListedSound[],
  data: SoundData,
  memory: MemoryBudget,
): Promise<SampleSet<Spectrogram>> {
  const { rate, bins, frameLength, frameShift, seconds } = data
  const toSpectrogram = await filterBank({ rate, bins, frameLength, frameShift })
  const length = seconds === null ? Infinity : Math.round(seconds * rate)
  const samples = await holdOrRead<Spectrogram>(
    {
      length: sounds.length,
      alike: false,
      file: (index) => sounds[index]!.file,
      async decode(index) {
        const sound = await sounds[index]!.decode()
        return toSpectrogram(sound.channels[0]!.length > length ? cut(sound, { length }) : sound)
      },
      bytes: ({ values }) => values.byteLength,
    },
    'sounds',
    memory,
  )
  const files = sounds.map(({ file }) => file)
  const keys = {
    groups: sounds.map(({ group }) => group),
    // Of an archive only what sounds hold is kept, not their files.
    ...(!files.includes(null) && { content: (index: number) => fileChecksum(files[index]!) }),
  }
  return { samples, ids: sounds.map(({ id }) => id), keys, labels: sounds.map(({ label }) => label), data }
}

/** What a path means: a file, ESC-50, a folder with labels in its files' names, class folders, or a folder of sounds. */
async function listSounds(
  path: string,
  { pattern, isLabelled }: SoundData,
  { add: onUnread }: UnreadFiles,
): Promise<readonly SoundFile[]> {
  const entry = await stat(path).catch(() => null)
  if (entry?.isDirectory() !== true) return [{ path, id: basename(path), attributes: {} }]
  if (pattern !== null) return listNamedFiles(path, namePattern(pattern), { onUnread })
  const labels = isLabelled === false ? 'optional' : 'required'
  const esc50 = await stat(`${path}/meta/esc50.csv`).catch(() => null)
  if (esc50 !== null) return listEsc50(path, { labels })
  const listed = await listNamedFiles(path, /^(?<label>.*)$/, { onUnread }).catch(() => null)
  if (listed === null) return listClassFolders(path, { labels, onUnread })
  // Sounds right in the folder have no labels.
  return listed.map(({ path, id, attributes }) => ({ path, id, attributes }))
}
