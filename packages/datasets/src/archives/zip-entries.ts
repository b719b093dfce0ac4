import { type ArchiveEntry, ArchiveProblem } from '@romae/internal/archives'
import { requireFile } from '@romae/internal/files'
import type { Entry, ZipFile } from 'yauzl'

/**
 * The entries of a zip archive, by its directory.
 *
 * @param most how many there may be; the directory says at its end how many there are
 * @throws ArchiveProblem, NotAFile, and the errors of yauzl and the system
 */
export async function* zipEntries(file: string, most: number): AsyncGenerator<ArchiveEntry> {
  const { openPromise } = await import('yauzl')
  await requireFile(file)
  // Names are checked by the guard, whose message is the same for all archives.
  const archive = await openPromise(file, { decodeStrings: false })
  try {
    if (archive.entryCount > most) throw ArchiveProblem.tooLarge('files and folders', archive.entryCount, most)
    for await (const entry of archive.eachEntry()) {
      const name = (entry.fileName as unknown as Buffer).toString('utf8')
      yield { name, size: entry.uncompressedSize, kind: kindOf(entry, name), contents: contentsOf(archive, entry) }
    }
  } finally {
    archive.close()
  }
}

function kindOf({ externalFileAttributes }: Entry, name: string): string {
  // The upper half holds the Unix mode where the archive was made on such a system.
  const type = (externalFileAttributes >>> 16) & 0o170000
  if (type === 0o120000) return 'link'
  if (type !== 0 && type !== 0o100000 && type !== 0o040000) return 'special file'
  return name.endsWith('/') ? 'folder' : 'file'
}

/** Opened when the first of it is wanted: a stream that fails before anyone listens ends the process. */
async function* contentsOf(archive: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  yield* await archive.openReadStreamPromise(entry)
}
