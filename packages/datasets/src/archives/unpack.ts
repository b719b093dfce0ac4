import { RomaeError } from '@romae/errors'
import { replaceFile, requireFile } from '@romae/files'
import type { Entry, ZipFile } from 'yauzl'
import { errors } from '../errors.ts'
import { EntryGuard } from './entry-guard.ts'

/** Whether a file is an archive that {@link unpack} knows, by its name. */
export function isArchive(name: string): boolean {
  return /\.(zip|tar|tar\.gz|tgz|tar\.xz|txz)$/i.test(name)
}

/**
 * Unpacks a zip or tar archive (`.zip`, `.tar`, `.tar.gz`, `.tgz`, `.tar.xz`, `.txz`) of plain files. A link, a device or
 * a name that leads out of the folder is an error, not skipped.
 *
 * @param folder where to; it has to be there
 * @param limit the most bytes of all files together; what the archive says and what comes out are both held to it
 * @throws DATASETS_ARCHIVE, DATASETS_UNSAFE_ENTRY, DATASETS_TOO_LARGE; what was unpacked before stays in the folder
 */
export async function unpack(file: string, folder: string, limit: number): Promise<void> {
  const guard = new EntryGuard(file, limit)
  try {
    await (/\.zip$/i.test(file) ? unpackZip(file, folder, guard) : unpackTar(file, folder, guard, limit))
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    throw errors.DATASETS_ARCHIVE({ file, reason: (cause as Error).message }, cause)
  }
}

async function unpackZip(file: string, folder: string, guard: EntryGuard) {
  const [{ openPromise }, { mkdir }, { dirname, join }] = await Promise.all([
    import('yauzl'),
    import('node:fs/promises'),
    import('node:path'),
  ])
  await requireFile(file)
  // Names are checked by the guard, whose message is the same for all archives.
  const archive = await openPromise(file, { decodeStrings: false })
  try {
    for await (const entry of archive.eachEntry()) {
      const name = (entry.fileName as unknown as Buffer).toString('utf8')
      // The upper half holds the Unix mode where the archive was made on such a system.
      const type = (entry.externalFileAttributes >>> 16) & 0o170000
      const isPlain = type === 0 || type === 0o100000 || type === 0o040000
      guard.check(name, entry.uncompressedSize, isPlain ? null : type === 0o120000 ? 'link' : 'special file')
      const target = join(folder, name)
      await mkdir(name.endsWith('/') ? target : dirname(target), { recursive: true })
      // Not flushed one by one: a set of thousands of files would take minutes.
      if (!name.endsWith('/')) await replaceFile(target, contentsOf(archive, entry), { flush: false })
    }
  } finally {
    archive.close()
  }
}

/** Opened when the first of it is wanted: a stream that fails before anyone listens ends the process. */
async function* contentsOf(archive: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  yield* await archive.openReadStreamPromise(entry)
}

const PLAIN = new Set(['File', 'OldFile', 'ContiguousFile', 'Directory', 'GNUDumpDir'])

async function unpackTar(file: string, folder: string, guard: EntryGuard, limit: number) {
  const [{ Unpack }, { openDecompressed }, { default: events }] = await Promise.all([
    import('tar'),
    import('./open-decompressed.ts'),
    import('node:events'),
  ])
  let failure: unknown
  let complete = false
  const sink = new Unpack({
    cwd: folder,
    strict: true,
    filter: (name, entry) => {
      try {
        const type = 'type' in entry ? entry.type : 'File'
        guard.check(
          name,
          entry.size,
          PLAIN.has(type) ? null : type === 'SymbolicLink' || type === 'Link' ? 'link' : type,
        )
        return true
      } catch (cause) {
        failure ??= cause
        return false
      }
    },
  })
  sink.on('error', (cause: Error) => {
    failure ??= cause
  })
  // Two blocks of zeros end an archive: without them it was cut between two files.
  sink.on('eof', () => {
    complete = true
  })
  const closed = events.once(sink, 'close')
  closed.catch(() => {})
  const source = await openDecompressed(file)
  let bytes = 0
  for await (const chunk of source as AsyncIterable<Buffer>) {
    bytes += chunk.length
    // Headers and padding come on top of the files; zeros behind the end could go on for ever.
    if (bytes > 2 * limit + 2 ** 20) throw errors.DATASETS_TOO_LARGE({ path: file, what: 'the unpacked bytes', limit })
    if (!sink.write(chunk) && failure === undefined) await Promise.race([events.once(sink, 'drain'), closed])
    if (failure !== undefined) throw failure
  }
  sink.end()
  await closed
  if (failure !== undefined) throw failure
  if (!complete) throw errors.DATASETS_ARCHIVE({ file, reason: 'the blocks that end an archive are missing' })
}
