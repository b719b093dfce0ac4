import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { MemoryBudget, Splits } from '@romae/app-common'
import { decodeWav, listNamedFiles, type Spectrogram } from '@romae/audio'
import { readPieces } from '@romae/files'
import { Parser } from 'tar'
import { type ListedSound, listedFile, type SoundData, spectrogramsOf } from '../modality/read-sounds.ts'

/** `7_jackson_32.wav`: the digit, who says it, and how often before. */
const NAME = /^(?<label>\d)_(?<speaker>\w+)_(?<take>\d+)$/
/** The official split: of every speaker and digit, the first recordings are for testing. */
const TEST_TAKES = 5

interface Recording extends ListedSound {
  readonly take: number
}

/** The Free Spoken Digit Dataset, from its folder or from `fsdd.tar.xz`, in its official split. */
export async function readFsdd(path: string, data: SoundData, memory: MemoryBudget): Promise<Splits<Spectrogram>> {
  const { rate } = data
  const recordings = (await stat(path)).isDirectory() ? await ofFolder(path, rate) : await ofArchive(path, rate)
  const set = (wanted: (take: number) => boolean) =>
    spectrogramsOf(
      recordings.filter(({ take }) => wanted(take)),
      data,
      memory,
    )
  return {
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    train: await set((take) => take >= TEST_TAKES),
    test: await set((take) => take < TEST_TAKES),
  }
}

async function ofFolder(path: string, rate: number): Promise<Recording[]> {
  const files = await listNamedFiles(join(path, 'recordings'), NAME)
  return files.map((file) => ({ take: Number(file.attributes.take), ...listedFile(file, rate) }))
}

/** All recordings of the archive, 14 MB, held in memory: nothing is unpacked to disk. */
async function ofArchive(path: string, rate: number): Promise<Recording[]> {
  const { XzReadableStream } = await import('xz-decompress')
  const files = new Map<string, Buffer>()
  const parser = new Parser({ strict: true })
  parser.on('entry', (entry) => {
    const chunks: Buffer[] = []
    entry.on('data', (chunk: Buffer) => chunks.push(chunk))
    entry.on('end', () => files.set(entry.path, Buffer.concat(chunks)))
  })
  const compressed = Readable.toWeb(Readable.from(readPieces(path))) as ReadableStream<Uint8Array>
  await pipeline(Readable.fromWeb(new XzReadableStream(compressed) as never), parser as never)
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, bytes]) => {
      const { label, take } = NAME.exec(basename(file, '.wav'))?.groups ?? {}
      if (label === undefined || !file.endsWith('.wav')) return []
      return [
        {
          take: Number(take),
          id: basename(file),
          label,
          file: null,
          decode: () => decodeWav(bytes, { id: basename(file), label, mix: 'mean', rate, quality: 'medium' }),
        },
      ]
    })
}
