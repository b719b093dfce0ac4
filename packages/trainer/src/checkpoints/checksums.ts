import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { shortened } from '@romae/internal/errors'
import { type FolderFiles, piecesOf } from '@romae/internal/files'
import { errors, reasonOf } from '../errors.ts'
import { readModelFile } from '../model/read-file.ts'

/** In the format of `sha256sum`: `sha256sum --check SHA256SUMS` verifies a checkpoint too. */
export const checksumFile = 'SHA256SUMS'

/** One line: the checksum, two spaces, a name without folders. */
const linePattern = /^([0-9a-f]{64}) {2}([\w][\w.-]*)$/

/** A checkpoint has five. Every line means that a file is read whole. */
const mostFiles = 16
/** The most bytes of a list of them. */
const mostSumsBytes = 2 ** 14

/** A folder's files, verified; or why they are not what was written. */
export type Verified =
  | { readonly whole: true; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly whole: false; readonly reason: string }

/** The files with a file of their checksums. */
export function withChecksums(files: FolderFiles): FolderFiles {
  const lines = Object.entries(files).map(([name, contents]) => `${sha256(...piecesOf(contents))}  ${name}\n`)
  return { ...files, [checksumFile]: lines.join('') }
}

/**
 * Reads all files of a folder and compares their checksums.
 *
 * @param needed names that must be among them
 * @throws RomaeError `CHECKPOINT_UNREADABLE` where the disk or its permissions fail, which says nothing about the files
 */
export async function readVerified(folder: string, needed: readonly string[]): Promise<Verified> {
  const list = await readIfThere(join(folder, checksumFile), mostSumsBytes)
  if (list === null) return { whole: false, reason: `${checksumFile} is missing` }
  const text = new TextDecoder().decode(list)
  if (!text.endsWith('\n')) return { whole: false, reason: `${checksumFile} is cut short` }
  const files = new Map<string, Uint8Array>()
  const lines = text.slice(0, -1).split('\n')
  if (lines.length > mostFiles) {
    return { whole: false, reason: `${checksumFile} lists ${lines.length} files, and at most ${mostFiles} are read` }
  }
  for (const line of lines) {
    const [, checksum, name] = linePattern.exec(line) ?? []
    if (checksum === undefined || name === undefined || files.has(name)) {
      return { whole: false, reason: `${checksumFile} is damaged` }
    }
    const contents = await readIfThere(join(folder, name))
    if (contents === null) return { whole: false, reason: `${shortened(name)} is missing` }
    if (sha256(contents) !== checksum)
      return { whole: false, reason: `${shortened(name)} is not what ${checksumFile} says` }
    files.set(name, contents)
  }
  const unlisted = needed.find((name) => !files.has(name))
  if (unlisted !== undefined) return { whole: false, reason: `${checksumFile} does not list ${unlisted}` }
  return { whole: true, files }
}

/** Hexadecimal. */
export function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

async function readIfThere(path: string, most?: number): Promise<Uint8Array | null> {
  try {
    return await readModelFile(path, most)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw errors.CHECKPOINT_UNREADABLE({ path, reason: reasonOf(cause) }, cause)
  }
}
