import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SampleSet, Settings } from '@romae/app-common'
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
import { InvalidArgumentError } from 'commander'
import type { SoundAugmentation } from './augmentation.ts'

/** How files are read. */
export interface SoundData extends Settings {
  /** A regular expression for the names of files without `.wav`, whose group `label` is the label. */
  readonly pattern: string | null
  /** Samples a second that every sound is resampled to. */
  readonly rate: number
  readonly bins: number
  /** Milliseconds. */
  readonly frameLength: number
  readonly frameShift: number
  /** Longer sounds are cut to this. */
  readonly seconds: number | null
  /** What happens to spectrograms in fine-tuning. */
  readonly augment: SoundAugmentation
}

/** Spectrograms of all sounds that the paths mean. */
export async function readSounds(paths: readonly string[], settings: Settings): Promise<SampleSet<Spectrogram>> {
  const data = settings as SoundData
  const files: SoundFile[] = []
  for (const path of paths) files.push(...(await listSounds(path, data)))
  return spectrogramsOf(
    files.map((file) => () => readSound(file, { mix: 'mean', rate: data.rate, quality: 'medium' })),
    data,
  )
}

/** The set of sounds that are decoded one after the other: only their spectrograms are kept. */
export async function spectrogramsOf(
  sounds: readonly (() => Promise<Sound>)[],
  data: SoundData,
): Promise<SampleSet<Spectrogram>> {
  const { rate, bins, frameLength, frameShift, seconds } = data
  const toSpectrogram = await filterBank({ rate, bins, frameLength, frameShift })
  const samples: Spectrogram[] = []
  for (const decode of sounds) {
    const sound = await decode()
    const length = seconds === null ? Infinity : Math.round(seconds * rate)
    samples.push(toSpectrogram(sound.channels[0]!.length > length ? cut(sound, { length }) : sound))
  }
  return { samples, ids: samples.map(({ id }) => id), labels: samples.map(({ label }) => label), data }
}

/** What a path means: a file, ESC-50, a folder with labels in its files' names, class folders, or a folder of sounds. */
async function listSounds(path: string, { pattern }: SoundData): Promise<readonly SoundFile[]> {
  const entry = await stat(path).catch(() => null)
  if (entry?.isDirectory() !== true) return [{ path, id: basename(path), attributes: {} }]
  if (pattern !== null) return listNamedFiles(path, expressionOf(pattern))
  const esc50 = await stat(`${path}/meta/esc50.csv`).catch(() => null)
  if (esc50 !== null) return listEsc50(path)
  const listed = await listNamedFiles(path, /^(?<label>.*)$/).catch(() => null)
  if (listed === null) return listClassFolders(path)
  // Sounds right in the folder have no labels.
  return listed.map(({ path, id, attributes }) => ({ path, id, attributes }))
}

function expressionOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern)
  } catch (error) {
    throw new InvalidArgumentError(`data.pattern is no regular expression: ${(error as Error).message}`)
  }
}
