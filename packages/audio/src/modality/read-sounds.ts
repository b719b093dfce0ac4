import { UnreadFiles } from '@romae/internal/files'
import type { LazySamples, ReadContext, ReadSamples, Source } from '@romae/tokenizer/modality'
import { filterBank } from '../filter-bank/filter-bank.ts'
import { cut } from '../sound/cut.ts'
import type { Spectrogram } from '../spectrogram/spectrogram.ts'
import { decodingOf, type FoundSound, givenSound, listedSound } from './found-sound.ts'
import { listSounds } from './list-sounds.ts'
import type { SoundOptions } from './options.ts'
import { preview } from './preview.ts'

/**
 * Spectrograms of all sounds that the sources mean, made when they are needed: the sounds are not needed beyond them.
 *
 * @throws RomaeError `AUDIO_*`
 */
export async function readSounds(
  sources: readonly Source[],
  options: SoundOptions,
  { purpose, note }: Pick<ReadContext, 'purpose' | 'note'>,
): Promise<ReadSamples<Spectrogram>> {
  const decoding = decodingOf(options, note)
  const group = options.group ?? null
  const sounds: FoundSound[] = []
  const notes: string[] = []
  const unread = new UnreadFiles()
  for (const source of sources) {
    if (typeof source !== 'string') {
      sounds.push(givenSound(source, decoding, group))
      continue
    }
    const files = await listSounds(source, options, { purpose, note }, unread)
    for (const file of files) sounds.push(listedSound(file, decoding, group))
    notes.push(...unread.notes(source))
  }
  const { rate, bins, frameLength, frameShift, seconds } = options
  const toSpectrogram = await filterBank({ rate, bins, frameLength, frameShift })
  const length = seconds === null ? Infinity : Math.round(seconds * rate)
  const shortSound = async (index: number) => {
    const sound = await sounds[index]!.decode()
    return sound.channels[0]!.length > length ? cut(sound, { length }) : sound
  }
  const samples: LazySamples<Spectrogram> = {
    length: sounds.length,
    file: (index) => sounds[index]!.file,
    sample: async (index) => toSpectrogram(await shortSound(index)),
    bytes: ({ values }) => values.byteLength,
  }
  return {
    samples,
    ids: sounds.map(({ id }) => id),
    labels: sounds.map(({ label, labels }) => labels ?? label),
    groups: sounds.map(({ group }) => group),
    content: (index) => sounds[index]!.checksum(),
    preview: async (index) => preview(await shortSound(index), toSpectrogram),
    notes,
  }
}
