import { readTextFile } from '@romae/files'
import { errors } from '../errors.ts'
import { readError } from './read-error.ts'

/** The most bytes that all texts of a data set may have together. */
const MAX_BYTES = 2 ** 28

/**
 * The text files of a data set, from its folder or from a tar archive (`.tar`, `.tar.gz`, `.tar.xz`), which is not
 * unpacked to disk. Order is by name.
 *
 * @param isWanted by the file's own name, without its folder
 * @returns pairs of the file's path and its text
 * @throws DATASETS_CANNOT_READ, DATASETS_ARCHIVE, DATASETS_TOO_LARGE
 */
export async function readTextFiles(
  path: string,
  isWanted: (name: string) => boolean,
): Promise<(readonly [string, string])[]> {
  const { stat } = await import('node:fs/promises')
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    (cause) => {
      throw readError(path, cause)
    },
  )
  const files = await (isFolder ? ofFolder(path, isWanted) : ofArchive(path, isWanted))
  return files.sort(([a], [b]) => (a < b ? -1 : 1))
}

async function ofFolder(path: string, isWanted: (name: string) => boolean) {
  const [{ readdir, stat }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')])
  const files: (readonly [string, string])[] = []
  let bytes = 0
  try {
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !isWanted(entry.name)) continue
      const file = join(entry.parentPath, entry.name)
      bytes += (await stat(file)).size
      if (bytes > MAX_BYTES) throw errors.DATASETS_TOO_LARGE({ path, what: 'its text files', limit: MAX_BYTES })
      files.push([file, await readTextFile(file, MAX_BYTES)])
    }
  } catch (cause) {
    throw readError(path, cause)
  }
  return files
}

async function ofArchive(path: string, isWanted: (name: string) => boolean) {
  const [{ Parser }, { Writable }, { pipeline }, { openDecompressed }] = await Promise.all([
    import('tar'),
    import('node:stream'),
    import('node:stream/promises'),
    import('../archives/open-decompressed.ts'),
  ])
  const files: (readonly [string, string])[] = []
  let [bytes, complete] = [0, false]
  let failure: Error | undefined
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      if (entry.type !== 'File' || !isWanted(entry.path.split('/').at(-1)!)) {
        entry.resume()
        return
      }
      bytes += entry.size
      if (bytes > MAX_BYTES) failure ??= errors.DATASETS_TOO_LARGE({ path, what: 'its text files', limit: MAX_BYTES })
      const chunks: Buffer[] = []
      entry.on('data', (chunk) => chunks.push(chunk))
      entry.on('end', () => files.push([`${path}/${entry.path}`, Buffer.concat(chunks).toString('utf8')]))
    },
  })
  // Two blocks of zeros end an archive: without them it was cut between two files.
  parser.on('eof', () => {
    complete = true
  })
  parser.on('error', (cause: Error) => {
    failure ??= errors.DATASETS_ARCHIVE({ file: path, reason: cause.message }, cause)
  })
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      parser.write(chunk)
      done(failure)
    },
    final: (done) => {
      parser.end()
      done(failure)
    },
  })
  const source = await openDecompressed(path).catch((cause) => {
    throw readError(path, cause)
  })
  try {
    await pipeline(source, sink)
  } catch (cause) {
    throw failure ?? errors.DATASETS_ARCHIVE({ file: path, reason: (cause as Error).message }, cause)
  }
  if (!complete) throw errors.DATASETS_ARCHIVE({ file: path, reason: 'the blocks that end an archive are missing' })
  return files
}
