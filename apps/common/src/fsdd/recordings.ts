import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { listSoundFiles } from '@romae/audio'
import { ArchiveProblem, EntryGuard, expanded, tarEntries, unxz } from '@romae/internal/archives'
import { NotAFile, readPieces } from '@romae/internal/files'
import { appErrors } from 'romae'

/** `7_jackson_32.wav`: the digit, who says it, and how often before. */
const NAME = /^(?<label>\d)_(?<speaker>\w+)_(?<take>\d+)$/

/** Ten times what the data set has. */
const ARCHIVE_LIMITS = { entries: 50_000, bytes: 2 ** 28 }

/** A recording of the data set, not decoded yet. */
export interface Recording {
  /** Its path, or the file that came out of the archive. */
  readonly source: string | File
  readonly label: string
  readonly take: number
}

/** All recordings, by name, from the data set's folder or from `fsdd.tar.xz`. */
export async function listRecordings(path: string): Promise<Recording[]> {
  return (await stat(path)).isDirectory() ? ofFolder(path) : ofArchive(path)
}

async function ofFolder(path: string): Promise<Recording[]> {
  const files = await listSoundFiles(join(path, 'recordings'), NAME)
  return files.map(({ path, label, attributes }) => ({ source: path, label: label!, take: Number(attributes.take) }))
}

/** All recordings of the archive, 14 MB, held in memory: nothing is unpacked to disk. */
async function ofArchive(path: string): Promise<Recording[]> {
  const files = new Map<string, Buffer<ArrayBuffer>>()
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
      return [{ source: new File([bytes], basename(file)), label, take: Number(take) }]
    })
}
