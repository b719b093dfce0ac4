import { bytesChecksum, fileChecksum } from '@romae/internal/files'
import type { LabelSet, SourceFile } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import { readSound, type SoundFile } from '../readers/sound-file.ts'
import type { Sound } from '../sound/sound.ts'
import { type DecodeOptions, decodeSound } from '../wav/decode-wav.ts'
import type { SoundOptions } from './options.ts'

/** A sound that is decoded whenever it is needed. */
export interface FoundSound {
  readonly id: string
  readonly label?: string
  readonly labels?: LabelSet
  /** What it belongs to, such as a speaker. */
  readonly group?: string
  /** The path of its file; null where it has none. */
  readonly file: string | null
  decode(): Promise<Sound>
  /** Of the bytes of its file. */
  checksum(): Promise<string>
}

/** How all of them are decoded: to one channel, and one rate. */
export type Decoding = Omit<DecodeOptions, 'id' | 'label'>

export function decodingOf(
  {
    rate,
    resampling = 'medium',
    strict = false,
    openEnd = false,
  }: Pick<SoundOptions, 'rate' | 'resampling' | 'strict' | 'openEnd'>,
  onNote: (note: string) => void,
): Decoding {
  return { mix: 'mean', rate, quality: resampling, strict, openEnd, onNote }
}

/** One with a file of its own. */
export function listedSound(file: SoundFile, decoding: Decoding, group: string | null): FoundSound {
  const { id, label, labels, path, attributes } = file
  return {
    id,
    ...(label !== undefined && { label }),
    ...(labels !== undefined && { labels }),
    ...(group !== null && { group: groupOf(id, attributes, group) }),
    file: path,
    decode: () => readSound(file, decoding),
    checksum: () => fileChecksum(path),
  }
}

/** One that is given as a file and not as a path: its name is its id. */
export function givenSound(source: SourceFile, decoding: Decoding, group: string | null): FoundSound {
  const { name } = source
  const bytes = async () => {
    const content = await source.arrayBuffer().catch((cause) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw errors.AUDIO_CANNOT_READ({ file: name, reason }, cause)
    })
    return new Uint8Array(content)
  }
  return {
    id: name,
    ...(group !== null && { group: groupOf(name, {}, group) }),
    file: null,
    decode: async () => decodeSound(await bytes(), { ...decoding, id: name }),
    checksum: async () => bytesChecksum(await bytes()),
  }
}

function groupOf(id: string, attributes: SoundFile['attributes'], group: string): string {
  const name = Object.hasOwn(attributes, group) ? attributes[group] : undefined
  if (name !== undefined) return name
  const known = Object.keys(attributes)
  const others = known.length === 0 ? '' : `: ${known.join(', ')}`
  throw errors.AUDIO_NO_GROUP({
    id,
    group,
    expected: `a column of a list or of esc50.csv, or a group of --pattern${others}`,
  })
}
