import { expanded, tarEntries, unxz } from '@romae/internal/archives'
import { readPieces, readTextFile } from '@romae/internal/files'
import { archiveError } from '../archives/archive-error.ts'
import { errors } from '../errors.ts'
import { readError } from './read-error.ts'

/** The most bytes that all texts of a data set may have together; PhysioNet 2012 has 30 MB. */
const MAX_BYTES: number = 2 ** 28
/** The most bytes of one of them: a stay has some kB, the outcomes of all have 200 kB. */
const MAX_FILE_BYTES: number = 2 ** 24
/** The most of them, and of other entries of the archive that holds them. PhysioNet 2012 has 4001 in its first part. */
const MAX_FILES = 100_000

type TextFile = readonly [path: string, text: string]

/**
 * The text files of a data set, from its folder or from a tar archive (`.tar`, `.tar.gz`, `.tar.xz`), which is not
 * unpacked to disk. Order is by name.
 *
 * @param isWanted by the file's own name, without its folder
 * @returns pairs of the file's path and its text
 * @throws RomaeError `DATASETS_CANNOT_READ`, `DATASETS_ARCHIVE`, `DATASETS_TOO_LARGE`
 */
export async function readTextFiles(path: string, isWanted: (name: string) => boolean): Promise<TextFile[]> {
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

/** Holds a data set to the limits, as what it consists of comes. */
class Limits {
  readonly #path: string
  #entries = 0
  #bytes = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Counts a file of the folder or an entry of the archive. @throws RomaeError `DATASETS_TOO_LARGE` */
  countEntry(): void {
    this.#entries += 1
    this.#require(this.#path, 'files', this.#entries, MAX_FILES)
  }

  /** Counts a text that is to be read. @throws RomaeError `DATASETS_TOO_LARGE` */
  countText(file: string, bytes: number): void {
    this.#bytes += bytes
    this.#require(file, 'bytes', bytes, MAX_FILE_BYTES)
    this.#require(this.#path, 'bytes in its text files', this.#bytes, MAX_BYTES)
  }

  #require(path: string, what: string, got: number, limit: number): void {
    if (got > limit) throw errors.DATASETS_TOO_LARGE({ path, what, got, limit, wayOut: 'is it the right place?' })
  }
}

async function ofFolder(path: string, isWanted: (name: string) => boolean): Promise<TextFile[]> {
  const [{ readdir, stat }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')])
  const limits = new Limits(path)
  const files: TextFile[] = []
  try {
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !isWanted(entry.name)) continue
      limits.countEntry()
      const file = join(entry.parentPath, entry.name)
      limits.countText(file, (await stat(file)).size)
      files.push([file, await readTextFile(file, MAX_FILE_BYTES)])
    }
  } catch (cause) {
    throw readError(path, cause)
  }
  return files
}

async function ofArchive(path: string, isWanted: (name: string) => boolean): Promise<TextFile[]> {
  const limits = new Limits(path)
  const files: TextFile[] = []
  try {
    for await (const { name, size, kind, contents } of tarEntries(expanded(readPieces(path), { xz: unxz }))) {
      limits.countEntry()
      if (kind !== 'file' || !isWanted(name.split('/').at(-1)!)) continue
      limits.countText(`${path}/${name}`, size)
      const decoder = new TextDecoder()
      let text = ''
      for await (const bytes of contents) text += decoder.decode(bytes, { stream: true })
      files.push([`${path}/${name}`, text + decoder.decode()])
    }
  } catch (cause) {
    throw archiveError(path, cause)
  }
  return files
}
