import type { LabelSet } from '@romae/tokenizer/modality'
import { readOptions } from '../options.ts'
import type { Sound } from '../sound/sound.ts'
import { type DecodeOptions, decodeSound, decodingSchema } from '../wav/decode-wav.ts'

/** A sound's file of a data set, not decoded yet. */
export interface SoundFile {
  readonly path: string
  /** The path from the data set's folder on, with `/` between its parts on every system. */
  readonly id: string
  readonly label?: string
  /** Instead of one label: those that it has, and those of which nobody knows, where a list says so. */
  readonly labels?: LabelSet
  /** What else the data set says about it, e.g. the fold. */
  readonly attributes: Readonly<Record<string, string>>
}

/**
 * Decodes a listed file; its id and label are the list's.
 *
 * @throws what {@link decodeSound} throws
 */
export function readSound(file: SoundFile, options: Omit<DecodeOptions, 'id' | 'label'> = {}): Promise<Sound> {
  const { path, id, label } = file
  readOptions('readSound', decodingSchema, options)
  return decodeSound(path, { ...options, id, ...(label !== undefined && { label }) })
}

/** Decodes listed files one after the other, so that no more than one needs to be in memory. */
export async function* readSounds(
  files: Iterable<SoundFile>,
  options: Omit<DecodeOptions, 'id' | 'label'> = {},
): AsyncGenerator<Sound> {
  for (const file of files) yield await readSound(file, options)
}
