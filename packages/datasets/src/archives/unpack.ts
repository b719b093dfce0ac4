import { type ArchiveEntry, ArchiveProblem, EntryGuard, expanded, tarEntries, unxz } from '@romae/internal/archives'
import { readPieces, replaceFile } from '@romae/internal/files'
import { archiveError } from './archive-error.ts'
import { UnpackedFolder } from './unpacked-folder.ts'
import { zipEntries } from './zip-entries.ts'

/** The most files, and folders that they lie in. The largest set that is unpacked, PhysioNet 2012, has 4000. */
export const MAX_ENTRIES = 100_000

/** Whether a file is an archive that {@link unpack} knows, by its name. */
export function isArchive(name: string): boolean {
  return /\.(zip|tar|tar\.gz|tgz|tar\.xz|txz)$/i.test(name)
}

/**
 * Unpacks a zip or tar archive (`.zip`, `.tar`, `.tar.gz`, `.tgz`, `.tar.xz`, `.txz`) of plain files. A link, a device or
 * a name that leads out of the folder is an error, not skipped. The whole archive is looked through before anything is
 * written: one that is refused leaves nothing. Files belong to whoever unpacks and get the rights that new files get here,
 * whatever the archive says.
 *
 * @param folder where to; it has to be there
 * @param limit the most bytes of all files together; what the archive says and what comes out are both held to it
 * @throws RomaeError `DATASETS_ARCHIVE`, `DATASETS_UNSAFE_ENTRY`, `DATASETS_TOO_LARGE`, `DATASETS_CANNOT_READ`
 */
export async function unpack(file: string, folder: string, limit: number): Promise<void> {
  const entries = () => (/\.zip$/i.test(file) ? zipEntries(file, MAX_ENTRIES) : entriesOfTar(file, limit))
  const limits = { entries: MAX_ENTRIES, bytes: limit }
  try {
    const guard = new EntryGuard(limits)
    for await (const { name, size, kind } of entries()) guard.check(name, size, kind)
    const place = new UnpackedFolder(folder)
    // Looked at once more: the file may have been changed since.
    const again = new EntryGuard(limits)
    for await (const { name, size, kind, contents } of entries()) {
      again.check(name, size, kind)
      if (kind === 'folder') await place.folder(name)
      // Not flushed one by one: a set of thousands of files would take minutes.
      else await replaceFile(await place.file(name), contents, { flush: false })
    }
  } catch (cause) {
    throw archiveError(file, cause)
  }
}

async function* entriesOfTar(file: string, limit: number): AsyncGenerator<ArchiveEntry> {
  // Headers and padding come on top of the files; zeros behind the end could go on for ever.
  yield* tarEntries(atMost(expanded(readPieces(file), { xz: unxz }), 2 * limit + 2 ** 20))
}

async function* atMost(pieces: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > limit) throw ArchiveProblem.tooLarge('bytes', bytes, limit)
    yield piece
  }
}
