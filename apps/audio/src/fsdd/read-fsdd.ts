import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Splits } from '@romae/app-common'
import { decodeWav, listNamedFiles, type Spectrogram } from '@romae/audio'
import { ArchiveProblem, EntryGuard, expanded, tarEntries, unxz } from '@romae/internal/archives'
import { NotAFile, readPieces } from '@romae/internal/files'
import { appErrors, type MemoryBudget } from 'romae'
import { type ListedSound, listedFile, type SoundData, spectrogramsOf } from '../modality/read-sounds.ts'

/** `7_jackson_32.wav`: the digit, who says it, and how often before. */
const NAME = /^(?<label>\d)_(?<speaker>\w+)_(?<take>\d+)$/
/** The official split: of every speaker and digit, the first recordings are for testing. */
const TEST_TAKES = 5

/** Ten times what the data set has. */
const ARCHIVE_LIMITS = { entries: 50_000, bytes: 2 ** 28 }

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
  return files.map((file) => ({ take: Number(file.attributes.take), ...listedFile(file, { rate }) }))
}

/** All recordings of the archive, 14 MB, held in memory: nothing is unpacked to disk. */
async function ofArchive(path: string, rate: number): Promise<Recording[]> {
  const files = new Map<string, Buffer>()
  const guard = new EntryGuard(ARCHIVE_LIMITS)
  try {
    for await (const { name, size, kind, contents } of tarEntries(expanded(readPieces(path), { xz: unxz }))) {
      guard.check(name, size, kind)
      const pieces: Uint8Array[] = []
      for await (const piece of contents) pieces.push(piece)
      if (kind === 'file') files.set(name, Buffer.concat(pieces))
    }
  } catch (cause) {
    if (!(cause instanceof ArchiveProblem || cause instanceof NotAFile)) throw cause
    throw appErrors.APP_ARCHIVE({ archive: path, reason: cause.message }, cause)
  }
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
